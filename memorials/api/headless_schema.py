"""allauth's specification of its addresses, as a part of ours: those that are served, for apps alone, in
OpenAPI 3.1, and under names that meet none of our own."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import allauth.headless.spec
import yaml
from allauth.headless.spec.internal import schema as theirs
from django.core.serializers.json import DjangoJSONEncoder

from memorials.api import headless, headless_answers

FILE = Path(allauth.headless.spec.__file__).parent / "doc" / "openapi.yaml"
#: Where `memorials.api.headless` is mounted.
ROOT = "/api/v1/auth/"
#: Before the names of their components.
OURS = "Auth"
#: All of it stands together.
TAG = "sign_in"
SESSION_TOKEN = {"$ref": "#/components/parameters/SessionToken"}
#: What allauth tells of its own settings, in the words of this site.
SAID_HERE = {
    ("post", "app/v1/tokens/refresh"): (
        "Changes the token of a sign-in for a new one: send it as `refresh_token`. The answer has the new"
        " one, as `access_token` and as `refresh_token`, which are the same here. The old one opens nothing"
        " any more."
    ),
}


def add_sign_in(result: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: their paths and components beside ours."""
    spec = _for_this_site()
    paths = {ROOT + path: item for path, item in _served(spec["paths"]).items()}
    result["paths"] = dict(sorted({**result["paths"], **paths}.items()))
    for kind, named in _needed(paths, spec["components"]).items():
        result["components"].setdefault(kind, {}).update(named)
    return result


def _for_this_site() -> dict[str, Any]:
    spec = json.loads(_text())
    theirs.specify_user(spec)
    theirs.pin_client(spec)
    theirs.specify_signup_fields(spec)
    theirs.specify_custom_signup_form(spec)
    headless_answers.complete(spec)
    written: dict[str, Any] = json.loads(json.dumps(spec, cls=DjangoJSONEncoder))  # labels were lazy
    changed: dict[str, Any] = _in_3_1(written)
    _without_access_tokens(changed["components"])
    return changed


@cache
def _text() -> str:
    """Their YAML takes a while to read, and is the same for as long as the process lives."""
    spec = yaml.load(FILE.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return json.dumps(spec)


def _served(paths: dict[str, Any]) -> dict[str, Any]:
    """By the address below ROOT; each operation says what it does, and by which token."""
    known = {str(pattern.pattern) for pattern in headless.urlpatterns}
    told = {address.removeprefix("/_allauth/"): item for address, item in paths.items()}
    return {
        address: {method: _told(method, address, each) for method, each in item.items()}
        for address, item in told.items()
        if address in known
    }


def _told(method: str, address: str, operation: dict[str, Any]) -> dict[str, Any]:
    parameters = operation.pop("parameters", [])
    if rest := [each for each in parameters if each != _renamed(SESSION_TOKEN)]:
        operation["parameters"] = rest
    by_token = len(rest) < len(parameters)
    operation["security"] = [{"sessionToken": []}, {}] if by_token else [{}]
    usual = operation.get("description") or operation["summary"]
    operation["description"] = SAID_HERE.get((method, address), usual).strip()
    operation["summary"] = operation["summary"].strip()
    operation["tags"] = [TAG]
    operation["operationId"] = f"auth_{method}_{address.removeprefix('app/v1/')}".replace("/", "_")
    return operation


def _without_access_tokens(components: dict[str, Any]) -> None:
    """A sign-in has one token here: that of its session."""
    components["schemas"]["BaseAuthenticationMeta"]["properties"].pop("access_token")
    for example in components["examples"].values():
        example["value"].get("meta", {}).pop("access_token", None)


def _in_3_1(node: Any) -> Any:
    """In 3.1 a value that may be null has two types. References follow the new names."""
    if isinstance(node, list):
        return [_in_3_1(each) for each in node]
    if not isinstance(node, dict):
        return node
    changed = {name: _in_3_1(each) for name, each in _renamed(node).items()}
    if changed.pop("nullable", False):
        return {"anyOf": [changed, {"type": "null"}]}
    return changed


def _renamed(node: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(node.get("$ref"), str):
        return node
    where, name = node["$ref"].rsplit("/", 1)
    return {**node, "$ref": f"{where}/{OURS}{name}"}


def _needed(paths: dict[str, Any], components: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What these paths refer to, and what that refers to."""
    needed: dict[str, dict[str, Any]] = {}
    waiting = list(_references(paths))
    while waiting:
        kind, name = waiting.pop().split("/")[-2:]
        if name not in needed.setdefault(kind, {}):
            needed[kind][name] = components[kind][name.removeprefix(OURS)]
            waiting += _references(needed[kind][name])
    return needed


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _references(each)
    elif isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for each in node.values():
            yield from _references(each)
