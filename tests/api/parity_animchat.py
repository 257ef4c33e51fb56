"""Living photographs and the archive: each page of the site, and its twin; or why it needs none.

The twin is what the page's form does; what the page only shows stands there as GET.
"""

_MEMORIAL = "/api/v1/memorials/{code}"
_TAKES = f"{_MEMORIAL}/media/{{media}}/animations"
_TAKE = f"{_MEMORIAL}/animations/{{animation}}"
_CONVERSATIONS = f"{_MEMORIAL}/archive/conversations"
_TURN = f"{_CONVERSATIONS}/{{conversation}}/turns/{{turn}}"
_PAGE = "m/<slug:code>/archive/<slug:conversation>/"

PAIRS: dict[str, str] = {
    "m/<slug:code>/media/<slug:photo>/living/": f"POST {_TAKES}/",
    "m/<slug:code>/media/<slug:photo>/living/choose/": f"PUT {_TAKES}/shown/",
    "m/<slug:code>/living/<slug:animation>/cancel/": f"POST {_TAKE}/cancel/",
    "m/<slug:code>/living/<slug:animation>/retry/": f"POST {_TAKE}/retry/",
    "m/<slug:code>/living/<slug:animation>/remove/": f"DELETE {_TAKE}/",
    "m/<slug:code>/archive/": f"POST {_CONVERSATIONS}/",
    _PAGE: f"POST {_CONVERSATIONS}/{{conversation}}/turns/",
    f"{_PAGE}erase/": f"DELETE {_CONVERSATIONS}/{{conversation}}/",
    f"{_PAGE}<slug:turn>/joined/": f"GET {_TURN}/",
    f"{_PAGE}<slug:turn>/family/": f"POST {_TURN}/family/",
    f"{_PAGE}<slug:turn>/wrong/": f"POST {_TURN}/wrong/",
    f"{_PAGE}<slug:turn>/<int:number>/": f"GET {_TURN}/",
    "m/<slug:code>/questions/": f"GET {_MEMORIAL}/questions/",
    "m/<slug:code>/questions/sources/": f"PATCH {_MEMORIAL}/archive/sources/",
    "m/<slug:code>/questions/<slug:question>/answer/": f"POST {_MEMORIAL}/questions/{{question}}/answer/",
    "m/<slug:code>/questions/<slug:question>/close/": f"POST {_MEMORIAL}/questions/{{question}}/close/",
    "m/<slug:code>/questions/wrong/<slug:wrong>/close/": f"POST {_MEMORIAL}/wrong-answers/{{wrong}}/close/",
}
