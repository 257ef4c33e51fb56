"""A passkey in a real browser, whose own virtual key stands in for a finger."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect, sync_playwright

from tests.installed import program
from tests.people import PASSWORD, make_person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("clean_cache"),
]


@pytest.fixture
def admin():
    return make_person("admin", PASSWORD, is_staff=True, is_superuser=True)


@pytest.fixture
def site(settings, request):
    """Under its name, since passkeys know no addresses. This server knows static files by plain names."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    return request.getfixturevalue("live_server").url.replace("127.0.0.1", "localhost")


def with_key(context, page):
    """A key that is built into the device, and whose owner is always recognised."""
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})


def sign_in(page, site, email):
    page.goto(f"{site}/accounts/login/?next=/admin/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def press(page):
    page.click("[data-passkey] button[type=submit]")


def add_key(page):
    page.click("a[href='/accounts/2fa/webauthn/add/']")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    press(page)
    expect(page.locator("a[href='/admin/'].button")).to_be_visible()


def journey(browser, site, email):
    """Titles of the admin: after setting the key up, and after a sign-in with it."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with_key(context, page)
    sign_in(page, site, email)
    assert page.url == f"{site}/accounts/2fa/"
    add_key(page)
    page.goto(f"{site}/admin/")
    titles = [page.title()]
    context.clear_cookies()
    sign_in(page, site, email)
    assert page.url.startswith(f"{site}/accounts/2fa/authenticate/")
    press(page)
    page.wait_for_url(f"{site}/admin/")
    return [*titles, page.title()], complaints


def test_administrator_comes_in_with_a_passkey(admin, site):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=["--no-sandbox"])
        titles, complaints = journey(browser, site, admin.email)
        browser.close()
    assert complaints == []
    assert titles == ["Site administration — Rodnik"] * 2
    [key] = Authenticator.objects.filter(user=admin, type="webauthn")
    assert key.last_used_at is not None
