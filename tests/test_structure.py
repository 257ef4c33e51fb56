"""What the design papers say about the shape of the code, so that it stays true."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from config.embedded import programs
from config.tasks import routed_queues

BASE = Path(__file__).resolve().parent.parent
APPS = ("config", "memorials", "animation", "chat")
#: Each folder, and what of the project it must never import.
FORBIDDEN = {
    "memorials": ("animation", "chat"),
    "animation": ("chat",),
    "chat": ("animation",),
    "animation/engine": ("django", "config", "memorials", "chat", "animation.models", "animation.services"),
    "chat/answering": ("django", "config", "memorials", "animation", "chat.models", "chat.services"),
}
#: Within an app, imports go down this list only.
LAYERS = (
    ("models",),
    ("permissions",),
    ("services",),
    ("forms", "serializers"),
    ("views", "api", "admin"),
)
VAGUE_NAMES = ("utils", "helpers", "helper", "common", "misc")
LONGEST_FUNCTION, LONGEST_TASK, LONGEST_VIEW, LONGEST_MODULE, LONGEST_TEMPLATE = 30, 20, 15, 300, 120
#: file -> why everything is caught there
BROAD_EXCEPTS = {
    "chat/services/joining.py": "the end of a thread, where nobody else would hear of it",
    "config/doctor/rounds.py": "whatever is broken is a finding, never the end of the visit",
    "memorials/jobs/run.py": "the outer edge of a task: the row must say what became of it",
}
#: file -> why its colours cannot be tokens
LITERAL_COLOURS = {"static/css/tokens.css": "here the colours are named"}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)|\b(?:rgb|rgba|hsl|hsla|oklch|lab|hwb)\(\s*[\d.]")
#: A letter has no style sheet to lead to, and no policy that forbids its own.
LETTERS = "templates/memorials/letters/"
INLINE = re.compile(
    r"<style[\s>]|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)[^>]*>|javascript:", re.I
)


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted((BASE / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(BASE)), ast.parse(path.read_text("utf-8"), str(path))


def imports(name: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, absolute name of the imported module); `from a import b` counts as a.b too."""
    package = name.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def begins(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(prefix + ".")


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def answers_requests(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A page or an answer of the API; what a view calls is a function like any other."""
    return not node.name.startswith("_") and "request" in [argument.arg for argument in node.args.args[:2]]


def too_long(name: str, tree: ast.Module, limit: int, kind: str) -> list[str]:
    return [
        f"{name}:{node.lineno}: {kind} {node.name} has {length(node)} lines, {limit} are allowed"
        for node in functions(tree)
        if length(node) > limit and (kind != "view" or answers_requests(node))
    ]


def test_imports_run_one_way():
    wrong = [
        f"{name}:{line}: {folder} must not import {module}"
        for folder, forbidden in FORBIDDEN.items()
        for name, tree in modules(folder)
        for line, module in imports(name, tree)
        if any(begins(module, each) for each in forbidden)
    ]
    assert wrong == []


def test_only_the_project_itself_imports_config():
    wrong = [
        f"{name}:{line}: {module}: apps are told things by settings, not by config"
        for name, tree in modules("memorials", "animation", "chat")
        for line, module in imports(name, tree)
        if begins(module, "config")
    ]
    assert wrong == []


def test_layers_of_an_app_import_downwards():
    wrong = [
        f"{name}:{line}: {module} lies above this module"
        for app in APPS[1:]
        for name, tree in modules(app)
        for line, module in imports(name, tree)
        if _layer(app, module) > _layer(app, name.removesuffix(".py").replace("/", ".")) >= 0
    ]
    assert wrong == []


def _layer(app: str, module: str) -> int:
    """-1 for what belongs to no layer."""
    for depth, names in enumerate(LAYERS):
        if any(begins(module, f"{app}.{name}") for name in names):
            return depth
    return -1


def test_functions_are_short():
    assert [
        line
        for name, tree in modules(*APPS, "tests", "bench")
        for line in too_long(name, tree, LONGEST_FUNCTION, "function")
    ] == []


def test_tasks_and_views_are_shells():
    wrong = []
    for name, tree in modules(*APPS):
        path = Path(name)
        if path.stem == "tasks":
            wrong += too_long(name, tree, LONGEST_TASK, "task")
        elif path.stem == "views" or "views" in path.parts:
            wrong += too_long(name, tree, LONGEST_VIEW, "view")
    assert wrong == []


def test_modules_and_templates_are_short():
    pages = [(path, LONGEST_TEMPLATE) for path in (BASE / "templates").rglob("*.html")]
    code = [(BASE / name, LONGEST_MODULE) for name, _ in modules(*APPS, "tests", "bench")]
    wrong = [
        f"{path.relative_to(BASE)}: {lines} lines, {limit} are allowed"
        for path, limit in pages + code
        if (lines := len(path.read_text("utf-8").splitlines())) > limit
    ]
    assert wrong == []


def test_no_module_has_a_vague_name():
    wrong = [
        name
        for name, _ in modules(*APPS, "tests", "bench")
        if set(Path(name).with_suffix("").parts) & set(VAGUE_NAMES)
    ]
    assert wrong == []


def test_everything_is_caught_only_where_a_reason_is_given():
    found = {
        (name, node.lineno)
        for name, tree in modules(*APPS, "bench")
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    }
    assert [
        f"{name}:{line}: catches everything" for name, line in sorted(found) if name not in BROAD_EXCEPTS
    ] == []
    assert set(BROAD_EXCEPTS) == {name for name, _ in found}, "the list of exceptions has a row too many"


def _is_broad(handler: ast.ExceptHandler) -> bool:
    """Cleaning up and raising again catches nothing."""
    if ast.unparse(handler.body[-1]) == "raise":
        return False
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(each is None or ast.unparse(each) in ("Exception", "BaseException") for each in caught)


def test_colours_are_tokens():
    wrong = [
        f"{path.relative_to(BASE)}:{number}: {line.strip()}"
        for path in sorted((BASE / "static" / "css").rglob("*.css"))
        if str(path.relative_to(BASE)) not in LITERAL_COLOURS
        for number, line in enumerate(_without_comments(path.read_text("utf-8")).splitlines(), 1)
        if COLOUR.search(line)
    ]
    assert wrong == []


def _without_comments(css: str) -> str:
    """Lines keep their numbers."""
    return re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), css, flags=re.S)


def test_templates_carry_no_inline_style_or_script():
    wrong = [
        f"{path.relative_to(BASE)}:{number}: {line.strip()}"
        for path in sorted((BASE / "templates").rglob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if INLINE.search(line) and not path.is_relative_to(BASE / LETTERS)
    ]
    assert wrong == []


def test_every_routed_queue_is_consumed_by_a_worker_of_the_launcher():
    assert set(programs.QUEUES) == set(routed_queues())
