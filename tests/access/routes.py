"""Every address that names something private, and the word that each of its methods needs.

A route that is missing here fails a test, and so does a row without a route.
"""

PHOTO = "m/<slug:code>/photographs/<slug:photo>/"
ACCESS = "m/<slug:code>/access/"
API = "api/v1/memorials/<slug:code>/"

ROUTES: dict[str, dict[str, str]] = {
    "m/<slug:code>/": {"GET": "view"},
    "m/<slug:code>/leave/": {"GET": "belong", "POST": "belong"},
    ACCESS: {"GET": "manage"},
    f"{ACCESS}visibility/": {"POST": "manage"},
    f"{ACCESS}requests/<slug:asked>/": {"POST": "manage"},
    f"{ACCESS}members/<slug:member>/role/": {"POST": "manage"},
    f"{ACCESS}members/<slug:member>/remove/": {"GET": "manage", "POST": "manage"},
    f"{ACCESS}members/<slug:member>/hand-over/": {"GET": "manage", "POST": "manage"},
    f"{ACCESS}invitations/": {"GET": "manage", "POST": "manage"},
    f"{ACCESS}invitations/<slug:invitation>/revoke/": {"POST": "manage"},
    f"{ACCESS}links/": {"GET": "manage", "POST": "manage"},
    f"{ACCESS}links/<slug:link>/revoke/": {"POST": "manage"},
    "m/<slug:code>/edit/": {"GET": "edit", "POST": "edit"},
    "m/<slug:code>/memories/new/": {"GET": "contribute", "POST": "contribute"},
    "m/<slug:code>/memories/<slug:memory>/edit/": {"GET": "edit", "POST": "edit"},
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
    "ask/": "the same answer whatever is asked for; leads to the sign-in",
    "invitations/": "what this session was invited to; leads to the sign-in",
    "invitations/<str:token>/": "whoever has the token may know the name and take the role",
    "l/<str:token>/": "whoever has the token may look",
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
