"""In which language and which light the site stands before somebody: chosen once, remembered by this browser,
and, for whoever is signed in, brought along to the next one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from memorials.models import Memorial, User

A_YEAR = 365 * 24 * 3600
THEME_COOKIE = "theme"
#: The last is chosen too: it takes the place of a choice that another browser still wears.
THEMES = ("light", "dark", "system")
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


def put_theme(response: HttpResponseBase, theme: str, *, secure: bool) -> None:
    """The style sheet and static/js/theme.js read it, so a script may."""
    if theme in THEMES:
        response.set_cookie(THEME_COOKIE, theme, max_age=A_YEAR, samesite="Lax", secure=secure)


def put_language(response: HttpResponseBase, language: str) -> None:
    """As Django's own view sets it."""
    if language in LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE, httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )  # fmt: skip


def remember(user: Any, **chosen: str) -> None:
    """`theme` or `site_language` of a person; a visitor has only the cookie."""
    if isinstance(user, User) and user.is_active:
        User.objects.filter(pk=user.pk).update(**chosen)


def bring_along(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """At a sign-in: this browser takes what the person chose elsewhere; what they never chose, it tells."""
    theme, language = request.COOKIES.get(THEME_COOKIE), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if not user.theme and theme in THEMES:
        remember(user, theme=theme)
    if not user.site_language and language in LANGUAGES:
        remember(user, site_language=language)
    put_theme(response, user.theme, secure=request.is_secure())
    put_language(response, user.site_language)


def speak_as(memorial: Memorial, request: HttpRequest) -> None:
    """The page of a memorial for somebody whose language we know from nothing: the language of its family.

    Only once the memorial was found to be visible: a page that is refused must not tell of it even this much.
    """
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) in LANGUAGES
    if not (chosen or _speaks_ours(request)):
        translation.activate(memorial.language)
        request.LANGUAGE_CODE = memorial.language


def _speaks_ours(request: HttpRequest) -> bool:
    """As Django's middleware reads the header, which then falls to the language of the site."""
    return any(
        _is_ours(code) for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    )


def _is_ours(code: str) -> bool:
    try:
        return bool(get_supported_language_variant(code))
    except LookupError:
        return False
