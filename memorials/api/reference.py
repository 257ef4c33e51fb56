"""The API's description of itself (OpenAPI), turned into what the pages under /api/docs/ show."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from drf_spectacular.generators import SchemaGenerator

from memorials.api.schema import ALWAYS, WITH_A_BODY
from memorials.prose import to_html

METHODS = ("get", "post", "put", "patch", "delete")
#: Fields within fields are shown with dots between their names, so deep and no deeper.
DEEPEST = 3
#: The groups in the site's words; one without a row here is called by its own name.
TITLES = {
    "memorials": _("Memorials"), "media": _("Photographs, films, recordings, papers"), "files": _("Files"),
    "uploads": _("Large files, in parts"), "animations": _("Living photographs"),
    "memories": _("Memories"), "tributes": _("Candles and words"), "archive": _("The archive's answers"),
    "members": _("Members"), "account": _("Account"), "tokens": _("Tokens"),
    "invitations": _("Invitations"), "links": _("Links"), "access_requests": _("Requests to be let in"),
    "consents": _("The family's agreement"), "objections": _("Objections"), "reports": _("Reports"),
    "moderation": _("What waits, and what was decided"), "own_tributes": _("One's own candles and words"),
    "start": _("Where to begin"), "albums": _("Albums"), "gallery": _("The gallery by periods"),
    "own_items": _("What one has added oneself"), "portraits": _("Portrait and QR code"),
    "story": _("The story of the life"), "sign_in": _("Signing in"),
}  # fmt: skip
#: The groups that are read first; the others follow by their titles.
FIRST = ("start", "sign_in")
BOUNDS = {
    "minLength": "≥ {} characters", "maxLength": "≤ {} characters", "minimum": "≥ {}", "maximum": "≤ {}",
    "minItems": "≥ {} items", "maxItems": "≤ {} items", "default": "default {}",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A part of a type: a word, or the name of a shape that is described elsewhere on the page."""

    word: str
    shape: str = ""


@dataclass(frozen=True)
class Field:
    name: str
    kind: list[Piece]
    required: bool
    bounds: str
    about: str
    where: str = ""


@dataclass(frozen=True)
class Shape:
    name: str
    about: SafeString
    kind: list[Piece]
    fields: list[Field]
    examples: list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    status: str
    about: str
    kind: list[Piece]


@dataclass(frozen=True)
class Operation:
    anchor: str
    method: str
    path: str
    about: SafeString
    parameters: list[Field]
    sends: list[tuple[str, list[Piece]]]
    fields: list[Field]
    answers: list[Answer]
    examples: list[tuple[str, str]]


@dataclass(frozen=True)
class Group:
    """`shapes` are those of which its operations speak, and of which those speak."""

    slug: str
    title: str
    operations: list[Operation]
    shapes: list[Shape]


def groups() -> list[Group]:
    """In the language of the moment. Describing all of it takes a second: once per process and language."""
    return _groups(get_language() or "en")


@cache
def _groups(language: str) -> list[Group]:
    with override(language):
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]
        return Reader(generator.get_schema(request=None, public=True)).read()  # type: ignore[no-untyped-call]


class Reader:
    """Reads one OpenAPI 3.1 document. Tolerant of what it does not know: that is left out."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def read(self) -> list[Group]:
        schemas = self.document.get("components", {}).get("schemas", {})
        shapes = {
            _anchor(name): self._shape(name, self.whole(told)) for name, told in sorted(schemas.items())
        }
        found: dict[str, list[Operation]] = {}
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    tag = (item[method].get("tags") or ["api"])[0]
                    found.setdefault(tag, []).append(self._operation(method, path, item))
        return [
            Group(tag.replace("_", "-"), _title(tag), each, _spoken_of(each, shapes))
            for tag, each in sorted(found.items(), key=lambda one: (one[0] not in FIRST, _title(one[0])))
        ]

    def _operation(self, method: str, path: str, item: dict[str, Any]) -> Operation:
        told = item[method]
        body = self.whole(told.get("requestBody", {})).get("content", {})
        sent: dict[str, Any] = next((each["schema"] for each in body.values() if "schema" in each), {})
        return Operation(
            anchor=f"operation-{slugify(told.get('operationId') or method + path)}",
            method=method.upper(),
            path=path,
            about=to_html(told.get("description") or told.get("summary", "")),
            parameters=[
                self._parameter(each) for each in [*item.get("parameters", []), *told.get("parameters", [])]
            ],
            sends=[(media, self.kind(each.get("schema", {}))) for media, each in body.items()],
            fields=[] if "$ref" in sent else list(self.fields(sent)),
            answers=[self._answer(*each) for each in told["responses"].items() if self._is_own(*each)],
            examples=list(self._examples(body)),
        )  # fmt: skip

    def whole(self, part: dict[str, Any]) -> dict[str, Any]:
        """What a reference leads to, or the thing itself."""
        while "$ref" in part:
            found: Any = self.document
            for name in part["$ref"].removeprefix("#/").split("/"):
                found = found[name.replace("~1", "/").replace("~0", "~")]
            part = found
        return part

    def _parameter(self, parameter: dict[str, Any]) -> Field:
        told = self.whole(parameter)
        return self._field(
            told["name"],
            {**self.whole(told.get("schema", {})), "description": told.get("description", "")},
            required=told.get("required", False),
            where=told["in"],
        )

    def _field(self, name: str, schema: dict[str, Any], *, required: bool, where: str = "") -> Field:
        told = self.whole(schema)
        bounds = [
            text.format(told[name]) for name, text in BOUNDS.items() if told.get(name) not in (None, "")
        ]
        about = schema.get("description") or ("" if "$ref" in schema else told.get("description", ""))
        return Field(name, self.kind(schema), required, ", ".join(bounds), _plain(about), where)

    def fields(self, schema: dict[str, Any], before: str = "", depth: int = 0) -> Iterator[Field]:
        """The fields of an object, and those of the objects that are written out within it."""
        for each in schema.get("allOf", []):
            yield from self.fields(self.whole(each), before, depth)
        for name, field in schema.get("properties", {}).items():
            required = name in schema.get("required", [])
            yield self._field(before + name, field, required=required)
            within = field.get("items", field)
            if depth < DEEPEST and "properties" in within:
                yield from self.fields(within, f"{before}{name}.", depth + 1)

    def kind(self, schema: dict[str, Any]) -> list[Piece]:
        """The type, as words and names of shapes."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return [Piece(name, _anchor(name))]
        for many, between in (("allOf", "&"), ("oneOf", "|"), ("anyOf", "|")):
            if many in schema:
                return self._joined([self.kind(each) for each in schema[many]], between)
        if "enum" in schema:
            return [Piece(" | ".join(json.dumps(each, ensure_ascii=False) for each in schema["enum"]))]
        if schema.get("type") == "array":
            return [Piece(gettext("list of")), *self.kind(schema.get("items", {}))]
        return [Piece(_simple(schema))] if schema else []

    def _joined(self, kinds: list[list[Piece]], between: str) -> list[Piece]:
        first, *more = [kind for kind in kinds if kind] or [[]]
        return [*first, *(piece for kind in more for piece in (Piece(between), *kind))]

    def _answer(self, status: str, answer: dict[str, Any]) -> Answer:
        told = self.whole(answer)
        schemas = [each["schema"] for each in told.get("content", {}).values() if "schema" in each]
        return Answer(status, _plain(told.get("description", "")), self.kind(schemas[0]) if schemas else [])

    def _is_own(self, status: str, answer: dict[str, Any]) -> bool:
        """What all operations have in common is told once, above."""
        usual = {str(number): about for number, about in {**ALWAYS, **WITH_A_BODY}.items()}
        return answer.get("description") != usual.get(status, "?")

    def _examples(self, content: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """(name, JSON); the same body in several content types counts once."""
        for media in list(content.values())[:1]:
            for name, each in media.get("examples", {}).items():
                told = self.whole(each)
                yield told.get("summary", name), _pretty(told.get("value"))

    def _shape(self, name: str, schema: dict[str, Any]) -> Shape:
        kind = [] if "properties" in schema else self.kind(schema)
        about = to_html(schema.get("description", ""))
        return Shape(name, about, kind, list(self.fields(schema)), list(self._answered_with(name)))

    def _answered_with(self, name: str) -> Iterator[tuple[str, str]]:
        """The examples of an answer of this shape."""
        for content in self._answers():
            shapes = [each.get("schema", {}).get("$ref", "") for each in content.values()]
            if any(shape.endswith(f"/{name}") for shape in shapes):
                yield from self._examples(content)
                return

    def _answers(self) -> Iterator[dict[str, Any]]:
        """The content of each answer of each operation."""
        for item in self.document["paths"].values():
            for operation in (item[method] for method in METHODS if method in item):
                for answer in operation.get("responses", {}).values():
                    yield self.whole(answer).get("content", {})


def _spoken_of(operations: list[Operation], shapes: dict[str, Shape]) -> list[Shape]:
    waiting = [name for each in operations for name in _names(each)]
    found: dict[str, Shape] = {}
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = shapes[name]
            waiting += _named(found[name].kind, *(field.kind for field in found[name].fields))
    return [found[name] for name in sorted(found)]


def _names(operation: Operation) -> list[str]:
    fields = [*operation.parameters, *operation.fields]
    answered = [answer.kind for answer in operation.answers]
    return _named(*(field.kind for field in fields), *(kind for _media, kind in operation.sends), *answered)


def _named(*kinds: list[Piece]) -> list[str]:
    return [piece.shape for kind in kinds for piece in kind if piece.shape]


def _title(tag: str) -> str:
    return str(TITLES.get(tag, tag[:1].upper() + tag[1:].replace("_", " ")))


def _anchor(name: str) -> str:
    return f"shape-{name}"


def _plain(about: str) -> str:
    return " ".join(about.split())


def _simple(schema: dict[str, Any]) -> str:
    kinds = schema.get("type", gettext("anything"))
    told = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
    return f"{told} ({schema['format']})" if "format" in schema else told


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
