"""What people leave, what they report, and what is decided on it: each page of the site, and its twin.

The twin is what the page's form does; what the page only shows stands there as GET.
"""

_MEMORIAL = "/api/v1/memorials/{code}"
_MINE = "/api/v1/account/tributes"
_PRIVATE = "/api/v1/tributes/{token}"

PAIRS: dict[str, str] = {
    "m/<slug:code>/tributes/": f"GET {_MEMORIAL}/tributes/",
    "m/<slug:code>/tributes/new/": f"POST {_MEMORIAL}/tributes/",
    "mine/tributes/": f"GET {_MINE}/",
    "mine/tributes/<slug:tribute>/": f"PATCH {_MINE}/{{tribute}}/",
    "mine/tributes/<slug:tribute>/light/": f"POST {_MINE}/{{tribute}}/light/",
    "mine/tributes/<slug:tribute>/withdraw/": f"DELETE {_MINE}/{{tribute}}/",
    "t/<slug:token>/": f"PATCH {_PRIVATE}/",
    "t/<slug:token>/light/": f"POST {_PRIVATE}/light/",
    "t/<slug:token>/withdraw/": f"DELETE {_PRIVATE}/",
    "m/<slug:code>/report/": f"POST {_MEMORIAL}/reports/",
    "queue/": "POST /api/v1/decisions/",
    "m/<slug:code>/queue/": f"POST {_MEMORIAL}/decisions/",
    "m/<slug:code>/queue/<slug:kind>/<slug:item>/": f"GET {_MEMORIAL}/queue/{{kind}}/{{item}}/",
    "m/<slug:code>/history/": f"POST {_MEMORIAL}/decisions/{{decision}}/take-back/",
}
