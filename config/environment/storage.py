"""STORAGE_URL and FILE_DELIVERY: where files lie, and how they reach the people who may see them."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.environment.addresses import is_private, options, split, user_and_password
from config.environment.values import given, one_of

DELIVERIES = ("django", "x-accel", "signed-url")
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
REGION = re.compile(r"[a-z0-9-]{1,40}")
OPTIONS = ("endpoint_url", "region", "addressing_style")


@dataclass(frozen=True)
class Storage:
    folder: Path  # not used where files lie in a bucket
    bucket: dict[str, Any] = field(default_factory=dict)  # what config.s3.Bucket is made with

    @property
    def as_setting(self) -> dict[str, Any]:
        if self.bucket:
            return {"BACKEND": "config.s3.Bucket", "OPTIONS": self.bucket}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}

    @property
    def origin(self) -> str:
        """Where browsers find the files of a bucket."""
        parts = urlsplit(self.bucket["endpoint_url"])
        below = f"{self.bucket['bucket_name']}." if self.bucket["addressing_style"] == "virtual" else ""
        return f"{parts.scheme}://{below}{parts.netloc}"


def storage(data_dir: Path) -> Storage:
    value = given("STORAGE_URL")
    if value.startswith("s3://"):
        return Storage(data_dir / "media", _bucket(split("STORAGE_URL", value)))
    if "://" in value:
        scheme = value.partition("://")[0]
        raise ImproperlyConfigured(
            f"STORAGE_URL must be a folder, or begin with s3://; it begins with {scheme}://."
        )
    return Storage(Path(value).expanduser().resolve() if value else data_dir / "media")


def _bucket(parts: SplitResult) -> dict[str, Any]:
    name = parts.hostname or ""
    if not BUCKET.fullmatch(name):
        raise ImproperlyConfigured(
            "STORAGE_URL names no bucket: s3://bucket/folder?endpoint_url=https://storage.example&region=eu-1."
        )
    found = options("STORAGE_URL", parts, OPTIONS)
    endpoint, region = found.get("endpoint_url", "").rstrip("/"), found.get("region", "")
    if not endpoint and not region:
        raise ImproperlyConfigured(
            "STORAGE_URL needs a region, or for other services than Amazon's endpoint_url."
        )
    if region and not REGION.fullmatch(region):
        raise ImproperlyConfigured(f"STORAGE_URL: {region!r} is no region.")
    access, secret = _keys(parts)
    return {
        "bucket_name": name,
        "location": unquote(parts.path.strip("/")),
        "access_key": access,
        "secret_key": secret,
        "region_name": region or "us-east-1",  # other services do not care, but the signature names one
        "endpoint_url": _endpoint(endpoint) if endpoint else f"https://s3.{region}.amazonaws.com",
        "addressing_style": _style(found, name, "path" if endpoint else "virtual"),
    }


def _keys(parts: SplitResult) -> tuple[str | None, str | None]:
    """In the address or beside it; both missing means that the machine itself has the right."""
    access, secret = user_and_password(parts)
    if not access and not secret:
        access, secret = given("AWS_ACCESS_KEY_ID"), given("AWS_SECRET_ACCESS_KEY")
    if bool(access) != bool(secret):
        raise ImproperlyConfigured(
            "STORAGE_URL has half of its keys: give AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or none."
        )
    return access or None, secret or None


def _endpoint(value: str) -> str:
    parts = split("STORAGE_URL: endpoint_url", value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.username:
        raise ImproperlyConfigured(
            f"STORAGE_URL: endpoint_url must be an origin such as https://storage.example, not {value!r}."
        )
    if parts.scheme == "http" and not is_private(parts.hostname):
        raise ImproperlyConfigured(
            "STORAGE_URL: endpoint_url is http:// at a public address, where photographs would travel for "
            f"all to read: let it be https://{parts.netloc}."
        )
    return value


def _style(found: dict[str, str], bucket: str, usual: str) -> str:
    """A bucket whose name has dots fits no certificate when it stands in the host."""
    style = found.get("addressing_style", "path" if "." in bucket else usual)
    if style not in ("path", "virtual"):
        raise ImproperlyConfigured(f"STORAGE_URL: addressing_style must be path or virtual, not {style!r}.")
    return style


def delivery(files: Storage, *, site_is_https: bool) -> str:
    value = one_of("FILE_DELIVERY", "django", DELIVERIES)
    if value == "signed-url" and not files.bucket:
        raise ImproperlyConfigured(
            "FILE_DELIVERY=signed-url needs files in a bucket: give STORAGE_URL=s3://…, or take django."
        )
    if value == "x-accel" and files.bucket:
        raise ImproperlyConfigured(
            "FILE_DELIVERY=x-accel needs files in a folder that nginx reads; with s3:// take signed-url."
        )
    if value == "signed-url" and site_is_https and files.origin.startswith("http://"):
        raise ImproperlyConfigured(
            "FILE_DELIVERY=signed-url sends browsers from an https site to an http:// storage, which they "
            "refuse: give its https address as endpoint_url, or take FILE_DELIVERY=django."
        )
    return value
