"""What may stand in the environment, and the one sentence for everything else."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.config.settings_read import read_settings

BAD = [
    ("SITE_URL", "memory.example", "must be a plain origin"),
    ("SITE_URL", "https://", "must be a plain origin"),
    ("SITE_URL", "ftp://memory.example", "must be a plain origin"),
    ("SITE_URL", "https://memory.example/path", "must be a plain origin"),
    ("SITE_URL", "https://memory.example?x=1", "must be a plain origin"),
    ("SITE_URL", "https://who:hunter2@memory.example", "must be a plain origin"),
    ("SITE_URL", "https://memory.example:port", "cannot be read as an address"),
    ("SITE_URL", "https://memory example", "cannot be read as an address"),
    ("SITE_URL", "https://[::1", "cannot be read as an address"),
    ("SITE_URL", "http://0.0.0.0:8000", "must be a plain origin"),
    ("SITE_URL", "https://*.memory.example", "must be a plain origin"),
    ("SITE_URL", "http://memory.example", "is http:// at a public address"),
    ("SITE_URL", "http://93.184.216.34", "is http:// at a public address"),
    ("SITE_URL", "http://[2606:2800:220:1::1]", "is http:// at a public address"),
    ("ALLOWED_HOSTS", "*", "must name hosts"),
    ("ALLOWED_HOSTS", "memory.example,*", "must name hosts"),
    ("ALLOWED_HOSTS", "*.memory.example", "without https:// and port"),
    ("ALLOWED_HOSTS", "https://memory.example", "without https:// and port"),
    ("ALLOWED_HOSTS", "memory.example:443", "without https:// and port"),
    ("ALLOWED_HOSTS", ".", "without https:// and port"),
    ("TRUSTED_PROXIES", "-1", "must be a number from 0 to 10"),
    ("TRUSTED_PROXIES", "10.0.0.1", "must be a number from 0 to 10"),
    ("SECRET_KEY", "hunter2", "is too short"),
    ("SECRET_KEY", "a" * 60, "can be guessed"),
    ("SECRET_KEY", "change-me-change-me-change-me-change-me", "can be guessed"),
    ("SECRET_KEY", "django-insecure-0123456789abcdefghijklmnop", "can be guessed"),
    ("DATABASE_URL", "mysql://who:hunter2@host/name", "must begin with postgres:// or sqlite:///"),
    ("DATABASE_URL", "rodnik", "must begin with postgres:// or sqlite:///"),
    ("DATABASE_URL", "postgres://who:hunter2@host", "names no database"),
    ("DATABASE_URL", "postgres://who:hunter2@host/", "names no database"),
    ("DATABASE_URL", "postgres://who:hun/ter2@host/name", "cannot be read as an address"),
    ("DATABASE_URL", "postgres://who:12/hunter2@host/name", "cannot be read as an address"),
    ("DATABASE_URL", "postgres://who:hunter2#1@host/name", "cannot be read as an address"),
    ("DATABASE_URL", "postgres://who:hunter2@host:x/name", "cannot be read as an address"),
    ("DATABASE_URL", "postgres://host/name?sslmod=require", "has an unknown option 'sslmod'"),
    ("DATABASE_URL", "postgres://host/name?sslmode=yes", "sslmode must be one of"),
    ("DATABASE_URL", "postgres://host/name?sslmode=require&sslmode=disable", "twice"),
    ("DATABASE_URL", "postgres://host/name?sslrootcert=/nowhere/ca.pem", "there is no file /nowhere/ca.pem"),
    ("DATABASE_URL", "sqlite://", "names no file"),
    ("DATABASE_URL", "sqlite:///", "names no file"),
    ("DATABASE_URL", "sqlite://host/rodnik.sqlite3", "names no file"),
    ("DATABASE_URL", "sqlite:////nowhere/rodnik.sqlite3", "there is no folder /nowhere"),
    ("DATABASE_CONN_MAX_AGE", "long", "must be a number from 0 to 3600"),
    ("DATABASE_POOLER", "pgpool", "must be one of none, pgbouncer"),
    ("REDIS_URL", "http://host:6379", "must begin with redis://, rediss://, redis+socket://"),
    ("REDIS_URL", "host:6379", "must begin with redis://, rediss://, redis+socket://"),
    ("REDIS_URL", "amqp://who:hunter2@host", "must begin with redis://, rediss://, redis+socket://"),
    ("REDIS_URL", "redis:///0", "names no broker"),
    ("REDIS_URL", "redis+socket://", "names no broker"),
    ("REDIS_URL", "redis+socket://host/socket", "names no broker"),
    ("REDIS_URL", "redis://:hunter2@host/zero", "names no broker"),
    ("REDIS_URL", "redis://:hunter2@host:port/0", "cannot be read as an address"),
    ("REDIS_URL", "redis://host?ssl_cert_reqs=none", "has an unknown option 'ssl_cert_reqs'"),
    ("REDIS_URL", "rediss://host?ssl_cert_req=none", "has an unknown option 'ssl_cert_req'"),
    ("REDIS_URL", "rediss://host?ssl_cert_reqs=maybe", "ssl_cert_reqs must be required or none"),
    ("REDIS_URL", "rediss://host?ssl_check_hostname=0", "ssl_check_hostname must be true or false"),
    ("REDIS_URL", "rediss://host?ssl_ca_certs=/nowhere/ca.pem", "there is no file /nowhere/ca.pem"),
    ("REDIS_URL", f"rediss://host?ssl_keyfile={__file__}", "has an ssl_keyfile without an ssl_certfile"),
    ("AMQP_URL", "kafka://host", "must begin with"),
    ("AMQP_URL", "amqp://", "names no broker"),
    ("AMQP_URL", "amqp://who:hunter2@host?heartbeat=5", "has an unknown option 'heartbeat'"),
    ("AMQP_URL", "redis://host", "must begin with amqp://, amqps://"),
    ("CELERY_BROKER_URL", "redis://host", "would send Celery past the settings"),
    ("BROKER_URL", "redis://host", "would send Celery past the settings"),
    ("STORAGE_URL", "gs://bucket", "must be a folder, or begin with s3://"),
    ("STORAGE_URL", "s3://", "names no bucket"),
    ("STORAGE_URL", "s3://a_b?region=eu", "names no bucket"),
    ("STORAGE_URL", "s3://bucket", "needs a region"),
    ("STORAGE_URL", "s3://bucket?region=eu west", "cannot be read as an address"),
    ("STORAGE_URL", "s3://bucket?region=eu&acl=public", "has an unknown option 'acl'"),
    ("STORAGE_URL", "s3://key:hun/ter2@bucket?region=eu", "cannot be read as an address"),
    ("STORAGE_URL", "s3://key@bucket?region=eu", "has half of its keys"),
    ("STORAGE_URL", "s3://bucket?endpoint_url=storage.example", "must be an origin"),
    ("STORAGE_URL", "s3://bucket?endpoint_url=https://storage.example/x", "must be an origin"),
    ("STORAGE_URL", "s3://bucket?endpoint_url=http://storage.example", "is http:// at a public address"),
    ("STORAGE_URL", "s3://bucket?region=eu&addressing_style=dns", "addressing_style must be path or virtual"),
    ("FILE_DELIVERY", "nginx", "must be one of django, x-accel, signed-url"),
    ("FILE_DELIVERY", "signed-url", "needs files in a bucket"),
    ("EMAIL_URL", "console://", "must be smtp://"),
    ("EMAIL_URL", "smtp://", "must be smtp://"),
    ("EMAIL_URL", "mail.example", "must be smtp://"),
    ("EMAIL_URL", "smtp://who:hunter2@mail.example", "would send the password for all to read"),
    ("EMAIL_URL", "smtp://who:hunter2@mail.example?tls=maybe", "tls must be true or false"),
    ("EMAIL_URL", "smtps://mail.example?tls=true", "asks for TLS in both ways"),
    ("EMAIL_URL", "smtp://mail.example?starttls=true", "has an unknown option 'starttls'"),
    ("DEFAULT_FROM_EMAIL", "rodnik", "must be an address"),
    ("REGISTRATION", "everybody", "must be one of open, invited, closed"),
    ("LANGUAGE_CODE", "de", "must be one of ru, en"),
    ("TZ", "Moscow", "must be a time zone"),
    ("TZ", "../etc/passwd", "must be a time zone"),
    ("DEMO", "maybe", "must be on or off"),
    ("ANIMATION_ENGINE", "rubber", "must be one of warp, gentle, or the dotted path"),
    ("ANIMATION_ENGINE", "nowhere.at.all.Engine", "must be one of warp, gentle, or the dotted path"),
    ("ANIMATION_ENGINE", "animation.engine.warp; rm", "must be one of warp, gentle, or the dotted path"),
    ("ANIMATION_CONCURRENCY", "0", "must be a number from 1 to 64"),
    ("ANIMATION_CONCURRENCY", "٣", "must be a number from 1 to 64"),
    ("ANIMATION_LEASE_SECONDS", "nan", "must be a number of seconds"),
    ("ANIMATION_SWEEP_SECONDS", "0", "must be a number of seconds"),
    ("ANIMATION_TIME_LIMIT", "1e9", "must be a number from 10 to 3600"),
]


@pytest.fixture
def settings_of(monkeypatch, tmp_path):
    return lambda **said: read_settings(monkeypatch, tmp_path, **said)


@pytest.mark.parametrize(("name", "value", "sentence"), BAD)
def test_bad_value_is_one_sentence_that_names_the_variable_and_no_password(
    settings_of, name, value, sentence
):
    with pytest.raises(ImproperlyConfigured) as refusal:
        settings_of(**{name: value})
    said = str(refusal.value)
    assert said.startswith(name)
    assert sentence in said
    assert said.endswith((".", ").")) and "\n" not in said
    assert not re.search("hun/?ter2", said)


@pytest.mark.parametrize(
    ("said", "origin", "host"),
    [
        ({"SITE_URL": "https://Memory.Example/"}, "https://memory.example", "memory.example"),
        ({"SITE_URL": "https://memory.example:443"}, "https://memory.example", "memory.example"),
        ({"SITE_URL": "https://memory.example:8443"}, "https://memory.example:8443", "memory.example"),
        ({"SITE_URL": "https://память.рф"}, "https://xn--80ayho4cq.xn--p1ai", "xn--80ayho4cq.xn--p1ai"),
        ({"SITE_URL": "http://192.168.1.5:8000"}, "http://192.168.1.5:8000", "192.168.1.5"),
        ({"SITE_URL": "http://100.100.1.5"}, "http://100.100.1.5", "100.100.1.5"),
        ({"SITE_URL": "http://[fd00::5]:8000"}, "http://[fd00::5]:8000", "[fd00::5]"),
        ({"SITE_URL": "http://raspberry:8000"}, "http://raspberry:8000", "raspberry"),
        ({"SITE_URL": "http://raspberry.local"}, "http://raspberry.local", "raspberry.local"),
        ({"SITE_URL": ""}, "http://localhost:8000", "localhost"),
    ],
)
def test_site_url_is_an_origin_as_browsers_write_it(settings_of, said, origin, host):
    settings = settings_of(**said)
    assert (origin, host, [origin]) == (settings.SITE_URL, settings.SITE_HOST, settings.CSRF_TRUSTED_ORIGINS)
    assert set(settings.ALLOWED_HOSTS) == {"localhost", "127.0.0.1", "[::1]", host}


def test_further_hosts_come_beside_the_local_ones(settings_of):
    settings = settings_of(ALLOWED_HOSTS="Memory.example, .family.example,[fd00::5]")
    assert settings.ALLOWED_HOSTS == [
        "localhost", "127.0.0.1", "[::1]", "memory.example", ".family.example", "[fd00::5]"
    ]  # fmt: skip


def test_key_that_cannot_be_kept_is_one_sentence(settings_of, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match=r"^The secret key cannot be kept in [^\n]*\.$"):
        settings_of(SECRET_KEY="", DATA_DIR=str(tmp_path / "file"))


def test_kept_key_that_was_torn_is_one_sentence(settings_of, tmp_path):
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(ImproperlyConfigured, match=r"secret_key is too short"):
        settings_of(SECRET_KEY="")


def test_postgres_with_everything(settings_of):
    settings = settings_of(
        DATABASE_URL="postgresql://who:p%40ss%2F@db.example:6432/na%20me?sslmode=require&application_name=a",
        DATABASE_CONN_MAX_AGE="0",
        DATABASE_POOLER="pgbouncer",
    )
    assert settings.DATABASES["default"] == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "na me",
        "USER": "who",
        "PASSWORD": "p@ss/",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"connect_timeout": "5", "sslmode": "require", "application_name": "a"},
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


@pytest.mark.parametrize("name", ["rodnik.sqlite3", "a b%25.sqlite3"])
def test_sqlite_in_a_file(settings_of, tmp_path, name):
    found = settings_of(DATABASE_URL=f"sqlite:///{tmp_path}/{name}").DATABASES["default"]
    assert found["NAME"] == str(tmp_path / name.replace("%25", "%"))
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_bucket_with_everything(settings_of):
    settings = settings_of(
        STORAGE_URL="s3://key:se%2Fcret@photos.example/rodnik/files?endpoint_url=https://s3.example:9000",
        FILE_DELIVERY="signed-url",
    )
    assert settings.STORAGES["default"] == {
        "BACKEND": "config.s3.Bucket",
        "OPTIONS": {
            "bucket_name": "photos.example",
            "location": "rodnik/files",
            "access_key": "key",
            "secret_key": "se/cret",
            "region_name": "us-east-1",
            "endpoint_url": "https://s3.example:9000",
            "addressing_style": "path",
        },
    }
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["img-src"] == directives["media-src"] == ["'self'", "https://s3.example:9000"]


def test_bucket_at_amazon_stands_in_the_host_and_takes_keys_from_beside(settings_of):
    files = settings_of(
        STORAGE_URL="s3://photos?region=eu-central-1", AWS_ACCESS_KEY_ID="key", AWS_SECRET_ACCESS_KEY="secret"
    ).FILES
    assert files.origin == "https://photos.s3.eu-central-1.amazonaws.com"
    assert (files.bucket["access_key"], files.bucket["secret_key"]) == ("key", "secret")


def test_signed_addresses_of_an_https_site_are_https(settings_of):
    with pytest.raises(ImproperlyConfigured, match=r"^FILE_DELIVERY=signed-url sends browsers"):
        settings_of(
            SITE_URL="https://memory.example",
            STORAGE_URL="s3://photos?endpoint_url=http://10.0.0.7:9000",
            FILE_DELIVERY="signed-url",
        )


def test_nginx_does_not_read_a_bucket(settings_of):
    with pytest.raises(ImproperlyConfigured, match=r"^FILE_DELIVERY=x-accel needs files in a folder"):
        settings_of(STORAGE_URL="s3://photos?region=eu", FILE_DELIVERY="x-accel")


def test_pages_load_nothing_from_elsewhere_unless_files_travel_so(settings_of):
    bucket = settings_of(STORAGE_URL="s3://photos?region=eu")
    assert set(bucket.CONTENT_SECURITY_POLICY["DIRECTIVES"]) == {
        "default-src", "object-src", "base-uri", "frame-ancestors", "form-action"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://who:p%40ss@mail.example:587?tls=True", ("mail.example", 587, "who", "p@ss", True, False)),
        ("smtp+tls://who:pass@mail.example", ("mail.example", 587, "who", "pass", True, False)),
        ("smtps://who:pass@mail.example", ("mail.example", 465, "who", "pass", False, True)),
        ("smtp://postfix", ("postfix", 25, "", "", False, False)),
        ("smtp://who:pass@postfix:2525", ("postfix", 2525, "who", "pass", False, False)),
    ],
)
def test_letters_travel_encrypted_as_asked(settings_of, url, expected):
    settings = settings_of(EMAIL_URL=url)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(getattr(settings, f"EMAIL_{name}") for name in names) == expected
    assert settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory"


def test_without_a_mail_server_letters_are_private_files(settings_of, tmp_path):
    settings = settings_of()
    assert (
        "config.mail.PrivateFileBackend",
        tmp_path / "mail",
    ) == (settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH)
    assert settings.ACCOUNT_EMAIL_VERIFICATION == "none"


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ("", "animation.engine.warp.WarpEngine"),
        ("gentle", "animation.engine.gentle.GentleEngine"),
        ("tests.animation.small_engine.SmallEngine", "tests.animation.small_engine.SmallEngine"),
    ],
)
def test_engine_is_one_of_ours_by_name_or_somebodys_by_path(monkeypatch, tmp_path, said, path):
    settings = read_settings(monkeypatch, tmp_path, ANIMATION_ENGINE=said)
    assert path == settings.ANIMATION_ENGINE
