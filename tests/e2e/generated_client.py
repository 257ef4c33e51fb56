"""A client in Python, generated from the API's description of itself, and a person who uses it."""

import json
import subprocess
import sys
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.launched import Site
from tests.e2e.visitor import PASSWORD

PACKAGE = "rodnik_client"
SIGN_UP = "/api/v1/auth/app/v1/auth/signup"
#: Files and parts of them are bytes to the generator; nothing tidies what nobody reads.
BYTES = ("application/offset+octet-stream", "application/zip", "image/png", "image/svg+xml")
CONFIG = {
    "content_type_overrides": dict.fromkeys(BYTES, "application/octet-stream"),
    "post_hooks": [],
}


class Library:
    """The generated package. Its operations are found by their ids, its shapes by their names."""

    def __init__(self, folder: Path) -> None:
        sys.path.insert(0, str(folder))
        self.root = import_module(PACKAGE)
        self.modules = {path.stem: path.parent.name for path in folder.glob(f"{PACKAGE}/api/*/*.py")}

    def operation(self, name: str) -> Any:
        return import_module(f"{PACKAGE}.api.{self.modules[name]}.{name}")

    def shape(self, name: str) -> Any:
        return getattr(import_module(f"{PACKAGE}.models"), name)

    def body(self, shape: str, **fields: Any) -> Any:
        """What is sent, from plain values."""
        return self.shape(shape).from_dict(fields)

    def file(self, path: Path) -> Any:
        types = import_module(f"{PACKAGE}.types")
        return types.File(payload=BytesIO(path.read_bytes()), file_name=path.name, mime_type="image/jpeg")


def generate(site: Site, folder: Path) -> Library:
    """Whatever the generator cannot put into a program is a fault of the description."""
    described, config = folder / "schema.json", folder / "config.json"
    described.write_bytes(site.client().get("/api/schema/").content)
    config.write_text(json.dumps(CONFIG))
    words = ["--path", described, "--config", config, "--output-path", folder / PACKAGE, "--meta", "none"]
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning", *map(str, words)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return Library(folder)


class Person:
    """Somebody with an app that was built on the generated client."""

    def __init__(self, site: Site, library: Library, email: str = "") -> None:
        self.library = library
        self.client = library.root.Client(base_url=site.url, headers={"Accept-Language": "en"})
        site.clients.append(self.http)
        if email:
            self._sign_up(email)

    @property
    def http(self) -> httpx.Client:
        http: httpx.Client = self.client.get_httpx_client()
        return http

    def _sign_up(self, email: str) -> None:
        answer = self.http.post(SIGN_UP, json={"email": email, "password": PASSWORD, "name": "Anna"})
        assert answer.status_code == 200, answer.text
        self.http.headers["X-Session-Token"] = answer.json()["meta"]["session_token"]

    def call(self, operation: str, *place: str, **given: Any) -> Any:
        """The whole answer: `status_code`, `headers`, and in `parsed` what the client makes of it."""
        return self.library.operation(operation).sync_detailed(*place, client=self.client, **given)

    def get(self, operation: str, *place: str, **given: Any) -> Any:
        """What the client makes of an answer that is a success."""
        answer = self.call(operation, *place, **given)
        assert answer.status_code < 300, (answer.status_code, answer.content)
        return answer.parsed
