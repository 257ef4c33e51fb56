"""Addresses: of the site itself, and of what it leans on."""

import ipaddress
import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.environment.values import given

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
#: Names that no public name server answers for (RFC 6761, 6762, 8375, and what home routers give), and
#: .onion, where the network itself encrypts.
PRIVATE_ENDINGS = (
    ".localhost", ".local", ".lan", ".home", ".home.arpa", ".internal", ".intranet", ".localdomain",
    ".private", ".test", ".onion",
)  # fmt: skip
#: Between subscribers and carriers (RFC 6598); private networks over the internet use it for their hosts.
SHARED = ipaddress.ip_network("100.64.0.0/10")
HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?")


def split(name: str, value: str) -> SplitResult:
    """An address in its parts, refused where a reader of addresses would have to guess."""
    try:
        parts = urlsplit(value)
        _ = parts.port, parts.hostname
    except ValueError:
        raise ImproperlyConfigured(_unreadable(name)) from None
    guessing = "@" in parts.path or parts.fragment or any(sign.isspace() for sign in value)
    if guessing or not value.isprintable():
        raise ImproperlyConfigured(_unreadable(name))
    return parts


def _unreadable(name: str) -> str:
    return (
        f"{name} cannot be read as an address: in names and passwords the signs : / ? # @ [ ] % and the "
        "space are written as %3A %2F %3F %23 %40 %5B %5D %25 %20."
    )


def options(name: str, parts: SplitResult, allowed: tuple[str, ...]) -> dict[str, str]:
    """What stands behind the question mark: each word once, and only words that mean something."""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    found = dict(pairs)
    unknown = sorted(set(found) - set(allowed))
    if unknown:
        known = f"it may have {', '.join(allowed)}" if allowed else "it may have none"
        raise ImproperlyConfigured(f"{name} has an unknown option {unknown[0]!r} after the ?; {known}.")
    if len(found) < len(pairs):
        raise ImproperlyConfigured(f"{name} says an option after the ? twice.")
    return found


def is_private(host: str) -> bool:
    """Whether the host is reached without crossing the internet in the open."""
    host = host.strip("[]").rstrip(".").lower()
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(PRIVATE_ENDINGS)
    return address.is_private or address in SHARED


def site_origin(default: str) -> tuple[str, str, bool]:
    """SITE_URL as (origin without a slash, host, is it https), its name in the letters that browsers send."""
    value = given("SITE_URL", default)
    parts = split("SITE_URL", value)
    plain = not (parts.path.strip("/") or parts.query or parts.username or parts.password)
    host = _ascii(parts.hostname or "")
    if parts.scheme not in ("http", "https") or not plain or not is_host(host):
        shown = "" if "@" in value else f", not {value!r}"
        raise ImproperlyConfigured(f"SITE_URL must be a plain origin such as https://memory.example{shown}.")
    if parts.scheme == "http" and not is_private(host):
        raise ImproperlyConfigured(
            "SITE_URL is http:// at a public address, where passwords would travel for all to read: "
            f"let it begin with https://, as in https://{parts.hostname}."
        )
    port = "" if parts.port in (None, {"http": 80, "https": 443}[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}", host, parts.scheme == "https"


def _ascii(host: str) -> str:
    """A host as it stands in headers; nothing, where it can be none."""
    if ":" in host:
        return f"[{host}]"
    try:
        return host.encode("idna").decode("ascii").lower() if host else ""
    except UnicodeError:
        return ""


def is_host(host: str) -> bool:
    bare = host.removeprefix("[").removesuffix("]")
    try:
        return not ipaddress.ip_address(bare).is_unspecified
    except ValueError:
        return bare == host and HOST.fullmatch(host) is not None


def allowed_hosts(site_host: str) -> list[str]:
    """ALLOWED_HOSTS, to which the host of SITE_URL and the local ones always belong."""
    hosts = [_allowed_host(host.strip()) for host in given("ALLOWED_HOSTS").split(",") if host.strip()]
    return list(dict.fromkeys([*LOCAL_HOSTS, site_host, *hosts]))


def _allowed_host(host: str) -> str:
    """A leading dot stands for every name below."""
    if host == "*":
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name hosts; * would let anybody put another address into the site's letters."
        )
    dot, bare = ("." if host.startswith(".") else ""), _ascii(host.removeprefix(".").strip("[]"))
    if not is_host(bare):
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must be host names with commas between, without https:// and port, such as "
            f"memory.example,www.memory.example; {host!r} is none."
        )
    return dot + bare


def user_and_password(parts: SplitResult) -> tuple[str, str]:
    return unquote(parts.username or ""), unquote(parts.password or "")


def passkeys_work(host: str, *, https: bool) -> bool:
    """Browsers give passkeys to names only, never to addresses, and without TLS to localhost alone."""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return https
    return False
