"""What allauth's specification does not tell of what it takes and answers, put into it before it is ours."""

from typing import Any

Node = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
#: Of a text: something must be in it.
SOMETHING = {"pattern": r"\S"}
#: What a schema lacks of what is asked here. Names are allauth's own.
ASKED: dict[str, Node] = {
    "Email": {"format": "email", "maxLength": 254},
    "Password": SOMETHING,
    "AuthenticatorCode": SOMETHING,
    "RefreshToken": SOMETHING,
    "VerifyEmail.key": SOMETHING,
    "ResetPassword.key": SOMETHING,
    "EndSessions.sessions": {"minItems": 1},
}
#: The same of bodies that allauth writes out in place.
ASKED_IN_BODIES: dict[str, Node] = {
    "ChangePassword.new_password": {**SOMETHING, "description": "The new password."},
    "DeleteWebAuthn.authenticators": {"minItems": 1},
    "MarkPrimaryEmail.email": ASKED["Email"],
    "UpdateWebAuthn.name": {**SOMETHING, "maxLength": 100},
}


def complete(spec: Node) -> None:
    """Changes it in place."""
    _answers(spec["components"])
    _taken(spec["components"])
    for item in spec["paths"].values():
        for method in METHODS:
            if method in item:
                _statuses(method, item[method])


def _statuses(method: str, operation: Node) -> None:
    """Beside its own: what the token, the body and the limits bring along."""
    told: dict[str, str] = {}
    if {"$ref": "#/components/parameters/SessionToken"} in operation.get("parameters", []):
        told |= {"401": "AuthenticationOrReauthentication", "410": "SessionGone"}
    if "requestBody" in operation:
        told |= {"400": "Error", "413": "TooLarge", "415": "WrongType"}
    if method != "get":
        told |= {"403": "Forbidden", "429": "TooManyRequests"}
    added = {status: {"$ref": f"#/components/responses/{name}"} for status, name in told.items()}
    operation["responses"] = dict(sorted({**operation["responses"], **added}.items()))


def _answers(components: Node) -> None:
    responses, schemas = components["responses"], components["schemas"]
    responses["TooLarge"] = _bare(413, "Too large.")
    responses["WrongType"] = _bare(415, "Not the content type that is taken here.")
    either = responses["AuthenticationOrReauthentication"]["content"]["application/json"]["schema"]
    for whole in (either, schemas["AuthenticationMethod"]):
        whole["anyOf"] = whole.pop("oneOf")  # whoever confirms a sign-in fits two of them
    schemas["AuthenticationMeta"]["allOf"][1]["properties"]["is_authenticated"]["nullable"] = True
    schemas["ErrorResponse"]["required"] = ["status"]


def _bare(status: int, about: str) -> Node:
    only = {"status": {"type": "integer", "enum": [status]}}
    schema = {"type": "object", "required": ["status"], "properties": only}
    return {"description": about, "content": {"application/json": {"schema": schema}}}


def _taken(components: Node) -> None:
    schemas, bodies = components["schemas"], components["requestBodies"]
    for body in bodies.values():
        body["required"] = True
    email, password = ({"$ref": f"#/components/schemas/{name}"} for name in ("Email", "Password"))
    schemas["Login"] = {
        "type": "object",
        "required": ["email", "password"],
        "properties": {"email": email, "password": password},
    }
    written_out = {name: _schema_of(body) for name, body in bodies.items()}
    written_out["UpdateWebAuthn"]["required"] = ["id", "name"]
    _ask(schemas, ASKED)
    _ask(written_out, ASKED_IN_BODIES)
    for name in ("EmailVerificationKey", "PasswordResetKey"):
        components["parameters"][name]["schema"] |= SOMETHING
    components["parameters"]["PasswordLess"]["schema"] = {"type": "string"}  # whatever it is


def _schema_of(body: Node) -> Node:
    schema: Node = next(iter(body["content"].values()))["schema"]
    return schema


def _ask(schemas: Node, asked: dict[str, Node]) -> None:
    """Put more into a schema, or into a field of it ("Schema.field")."""
    for where, more in asked.items():
        name, _dot, field = where.partition(".")
        schema = schemas[name]["properties"][field] if field else schemas[name]
        schema |= more
