"""The pages on which the API can be read: whole, in both languages, and small."""

import gzip
import re

import pytest

from memorials.api.problems import every_problem
from memorials.api.reference import Reader, groups
from tests.api.conftest import operations

pytestmark = pytest.mark.django_db
MOST = 100_000  # bytes of a page, unpacked


@pytest.fixture(params=["en", "ru"])
def read(request, client):
    def page(path):
        answer = client.get(path, headers={"Accept-Language": request.param, "Accept-Encoding": "gzip"})
        assert (answer.status_code, answer.headers["Content-Language"]) == (200, request.param)
        whole = gzip.decompress(answer.content).decode()
        assert len(whole) < MOST, (path, len(whole))
        return whole

    return page


@pytest.fixture
def parts(read):
    """Each page of a group, by its address."""
    return {path: read(path) for path in (f"/api/docs/{group.slug}/" for group in groups())}


def test_each_operation_stands_once_and_the_first_page_leads_there(read, parts, schema):
    shown = [
        each
        for part in parts.values()
        for each in re.findall(r"<summary><b>([A-Z]+)</b> <code>([^<]+)</code>", part)
    ]
    assert sorted(shown) == sorted((method.upper(), path) for method, path in operations(schema))
    led = re.findall(r'href="(/api/docs/[^"#]+/)#([^"]+)"', read("/api/docs/"))
    assert len(led) == len(shown)
    assert [each for each in led if f'id="{each[1]}"' not in parts[each[0]]] == []


def test_no_anchor_stands_twice_and_each_link_within_has_one(read, parts):
    for path, part in {**parts, "/api/docs/": read("/api/docs/")}.items():
        anchors = re.findall(r'\sid="([^"]+)"', part)
        assert len(anchors) == len(set(anchors)), path
        assert set(re.findall(r'href="#([^"]+)"', part)) <= set(anchors), path


def test_a_group_that_is_none_is_not_there(client):
    assert client.get("/api/docs/nothing/").status_code == 404


def test_each_problem_is_where_its_type_leads(read, client):
    page = read("/api/docs/")
    assert {each.code for each in every_problem()} == set(re.findall(r'id="problem-([^"]+)"', page))
    kind = client.get("/api/v1/memorials/nothing/").json()["type"]
    assert kind.startswith("/api/docs/#") and f'id="{kind.partition("#")[2]}"' in page


def test_no_sentence_of_a_problem_shows_its_seams():
    assert [each for each in every_problem() if "%(" in each.sentence or "{" in each.sentence] == []


def test_the_root_says_where_the_api_is_described(client):
    answer = client.get("/api/v1/")
    assert answer.headers["Link"] == '</api/schema/>; rel="service-desc", </api/docs/>; rel="service-doc"'
    assert [client.get(answer.json()[name]).status_code for name in ("schema", "docs", "memorials")] == [
        200
    ] * 3


def test_fields_of_written_out_objects_have_dots_and_references_are_followed():
    """As the document of the sign-in has them."""
    reader = Reader({
        "paths": {"/a/": {"get": {
            "operationId": "ask", "tags": ["b"], "parameters": [{"$ref": "#/components/parameters/P"}],
            "responses": {"200": {"$ref": "#/components/responses/R"}},
        }}},
        "components": {
            "parameters": {"P": {"name": "X-P", "in": "header", "schema": {"type": "string"}}},
            "responses": {"R": {"description": "told", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/S"}, "examples": {"e": {"value": {"id": 1}}},
            }}}},
            "schemas": {"S": {"type": "object", "allOf": [{"properties": {
                "meta": {"required": ["token"], "properties": {"token": {"type": ["string", "null"]}}},
                "each": {"type": "array", "items": {"$ref": "#/components/schemas/S"}},
            }}]}},
        },
    })  # fmt: skip
    [told] = reader.read()
    [operation], [shape] = told.operations, told.shapes
    assert [field.name for field in operation.parameters] == ["X-P"]
    assert (operation.answers[0].about, operation.answers[0].kind[0].shape) == ("told", "shape-S")
    assert [(field.name, field.required) for field in shape.fields] == [
        ("meta", False), ("meta.token", True), ("each", False),
    ]  # fmt: skip
    assert shape.examples == [("e", '{\n  "id": 1\n}')]
