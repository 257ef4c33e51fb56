"""The pages that nginx shows by itself, while the site is away or a file is too large."""

import base64
import hashlib
import re

import pytest

from tests.e2e.launched import BASE_DIR

NGINX = BASE_DIR / "config" / "nginx"


@pytest.mark.parametrize("name", ["away", "too-large"])
def test_page_is_dressed_as_its_policy_allows_and_fetches_nothing(name):
    page = (NGINX / "pages" / f"{name}.html").read_text("utf-8")
    [style] = re.findall("<style>(.*?)</style>", page, re.S)
    fingerprint = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{fingerprint}'" in (NGINX / "nginx.conf.template").read_text("utf-8")
    assert not re.search(r"<(?:link|script|img)\b|url\(|@import|\sstyle=", page)
    assert (page.count("<h1"), page.count('<section lang="en">')) == (1, 1)
