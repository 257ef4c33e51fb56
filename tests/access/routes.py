"""Every address that names something private, and the word that each of its methods needs.

A route that is missing here fails a test, and so does a row without a route.
"""

PHOTO = "m/<slug:code>/photographs/<slug:photo>/"
API = "api/v1/memorials/<slug:code>/"

ROUTES: dict[str, dict[str, str]] = {
    "m/<slug:code>/": {"GET": "view"},
    "m/<slug:code>/edit/": {"GET": "edit", "POST": "edit"},
    "m/<slug:code>/settings/": {"GET": "manage", "POST": "manage"},
    "m/<slug:code>/publish/": {"POST": "manage"},
    "m/<slug:code>/delete/": {"GET": "manage", "POST": "manage"},
    "m/<slug:code>/chapters/new/": {"GET": "edit", "POST": "edit"},
    "m/<slug:code>/chapters/<slug:chapter>/edit/": {"GET": "edit", "POST": "edit"},
    "m/<slug:code>/chapters/<slug:chapter>/move/": {"POST": "edit"},
    "m/<slug:code>/chapters/<slug:chapter>/remove/": {"GET": "edit", "POST": "edit"},
    "m/<slug:code>/events/new/": {"GET": "edit", "POST": "edit"},
    "m/<slug:code>/events/<slug:event>/edit/": {"GET": "edit", "POST": "edit"},
    "m/<slug:code>/events/<slug:event>/remove/": {"GET": "edit", "POST": "edit"},
    "m/<slug:code>/memories/": {"GET": "view"},
    "m/<slug:code>/memories/new/": {"GET": "contribute", "POST": "contribute"},
    "m/<slug:code>/memories/<slug:memory>/edit/": {"GET": "edit", "POST": "edit"},
    "m/<slug:code>/queue/": {"GET": "moderate", "POST": "moderate"},
    "m/<slug:code>/queue/<slug:kind>/<slug:item>/": {"GET": "moderate", "POST": "moderate"},
    "m/<slug:code>/history/": {"GET": "moderate", "POST": "moderate"},
    "m/<slug:code>/photographs/new/": {"GET": "contribute", "POST": "contribute"},
    PHOTO: {"GET": "view"},
    f"{PHOTO}edit/": {"GET": "edit", "POST": "edit"},
    f"{PHOTO}portrait/": {"POST": "edit"},
    f"{PHOTO}remove/": {"GET": "edit", "POST": "edit"},
    f"{PHOTO}living/": {"GET": "animate", "POST": "animate"},
    f"{PHOTO}living/choose/": {"POST": "animate"},
    "m/<slug:code>/living/<slug:animation>/cancel/": {"POST": "animate"},
    "m/<slug:code>/living/<slug:animation>/retry/": {"POST": "animate"},
    "m/<slug:code>/living/<slug:animation>/remove/": {"GET": "animate", "POST": "animate"},
    "m/<slug:code>/living-consent/withdraw/": {"GET": "manage", "POST": "manage"},
    API: {"GET": "view", "PATCH": "edit"},
    f"{API}photographs/": {"GET": "view", "POST": "contribute"},
    f"{API}photographs/<slug:photo>/": {"GET": "view", "DELETE": "edit"},
    f"{API}photographs/<slug:photo>/animations/": {"GET": "view", "POST": "animate"},
    f"{API}animations/<slug:animation>/": {"GET": "view"},
    "files/<slug:kind>/<slug:code>/<slug:name>": {"GET": "view"},
    "api/v1/files/<slug:kind>/<slug:code>/<slug:name>": {"GET": "view"},
}

#: Addresses that name nothing private; each with the reason.
OPEN = {
    "": "the front page shows the example only",
    "mine/": "one's own memorials; leads to the sign-in",
    "mine/added/": "what one has added oneself; leads to the sign-in",
    "mine/memories/<slug:memory>/": "opened to its author alone (test_own_items)",
    "mine/memories/<slug:memory>/withdraw/": "the same",
    "mine/photographs/<slug:photo>/": "the same",
    "mine/photographs/<slug:photo>/withdraw/": "the same",
    "queue/": "what waits in the memorials of one's own; leads to the sign-in (test_queue_pages)",
    "search/": "public memorials and one's own",
    "m/<slug:code>/restore/": "what one has deleted oneself; leads to the sign-in",
    "new/": "makes one's own memorial; leads to the sign-in",
    "language/": "a choice in a cookie",
    "theme/": "a choice in a cookie",
    "styleguide/": "samples without data",
    "healthz": "says that the process lives",
    "readyz": "says which part is away",
    "admin/login/": "leads to the sign-in",
    "api/v1/memorials/": "lists what one may see; making needs a token",
    "api/schema/": "describes the API",
    "api/": "404 in the API's form",
}
ELSEWHERE = ("admin/", "accounts/", "api/v1/auth/")  # Django's and allauth's own, with tests of their own
