"""The middleware of all test clients, loaded once: each new client would load it anew, which took a fifth of
the time of a request. A setting that changes has it loaded again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import setting_changed
from django.test.client import ClientHandler

LOADED = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
#: What nearly every test sets, and no middleware reads while it is loaded.
UNREAD = {"MEDIA_ROOT", "PASSWORD_HASHERS", "WHITENOISE_AUTOREFRESH"}
_load = ClientHandler.load_middleware
#: By WHITENOISE_AUTOREFRESH, which is another outside of a test.
_kept: dict[bool, dict[str, Any]] = {}


@contextmanager
def loaded_once() -> Iterator[None]:
    setting_changed.connect(_forget)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "load_middleware", _take)
        yield
    setting_changed.disconnect(_forget)


def _take(handler: ClientHandler) -> None:
    refreshing = getattr(settings, "WHITENOISE_AUTOREFRESH", False)
    if refreshing not in _kept:
        _load(handler)
        _kept[refreshing] = {name: getattr(handler, name) for name in LOADED}
    vars(handler).update(_kept[refreshing])


def _forget(*, setting: str, **_: object) -> None:
    if setting not in UNREAD:
        _kept.clear()
