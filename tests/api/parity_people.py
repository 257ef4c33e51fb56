"""What the site's pages about people do, and the operation of the API that does the same.

Where there is none, the sentence says why the API needs none.
"""

_API = "/api/v1/memorials/{code}/"
_ACCESS = "m/<slug:code>/access/"

PAIRS: dict[str, str | list[str]] = {
    # memorials/views/members.py
    _ACCESS: [f"GET {_API}{noun}/" for noun in ("members", "access-requests", "invitations", "links")],
    "m/<slug:code>/begin/<slug:step>/": f"PATCH {_API}",
    "m/<slug:code>/guest/": "An app asks once more without a token, and sees what a guest sees.",
    f"{_ACCESS}visibility/": f"PATCH {_API}",
    f"{_ACCESS}requests/<slug:asked>/": f"POST {_API}access-requests/{{asked}}/answer/",
    f"{_ACCESS}members/<slug:member>/role/": f"PATCH {_API}members/{{member}}/",
    f"{_ACCESS}members/<slug:member>/remove/": f"DELETE {_API}members/{{member}}/",
    f"{_ACCESS}members/<slug:member>/hand-over/": f"POST {_API}members/{{member}}/hand-over/",
    "m/<slug:code>/leave/": [f"GET {_API}membership/", f"DELETE {_API}membership/"],
    # memorials/views/invitations.py
    f"{_ACCESS}invitations/": f"POST {_API}invitations/",
    f"{_ACCESS}invitations/<slug:invitation>/revoke/": (f"POST {_API}invitations/{{invitation}}/revoke/"),
    f"{_ACCESS}links/": f"POST {_API}links/",
    f"{_ACCESS}links/<slug:link>/revoke/": f"POST {_API}links/{{link}}/revoke/",
    # memorials/views/ways_in.py
    "invitations/": "An app keeps the secret of an invitation itself while somebody signs in.",
    "invitations/<str:token>/": [
        "GET /api/v1/invitations/{token}/",
        "POST /api/v1/invitations/{token}/take-up/",
    ],
    "l/<str:token>/": "GET /api/v1/links/{token}/",
    "ask/": "POST /api/v1/access-requests/",
    # memorials/views/consent.py
    "m/<slug:code>/consent/": [f"GET {_API}consents/", f"GET {_API}objections/"],
    "m/<slug:code>/consent/<slug:kind>/give/": f"POST {_API}consents/{{kind}}/give/",
    "m/<slug:code>/consent/<slug:kind>/withdraw/": f"POST {_API}consents/{{kind}}/withdraw/",
    # memorials/views/objections.py
    "m/<slug:code>/objection/": f"POST {_API}objections/",
    "m/<slug:code>/objections/<slug:objection>/": f"POST {_API}objections/{{objection}}/answer/",
    # memorials/views/account.py
    "accounts/": "GET /api/v1/account/",
    "accounts/name/": "PATCH /api/v1/account/",
    "accounts/data/": "GET /api/v1/account/data/",
    "accounts/leave/": "POST /api/v1/account/leave/",
    # memorials/views/letters.py
    "letters/": ["GET /api/v1/account/", "PATCH /api/v1/account/"],
    "letters/stop/<str:signed>/": "A mail program opens it from a letter; an app sets letters to never.",
}
