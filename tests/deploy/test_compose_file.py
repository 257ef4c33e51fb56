"""What docker-compose.yml promises, read from the file; tests/deploy/test_compose_commands.py runs it."""

import json
import os
import re
import shutil
import subprocess
from importlib.resources import files

import pytest
from django.conf import settings
from jsonschema import Draft7Validator

from config import gunicorn
from config.embedded import programs
from config.tasks import routed_queues
from tests.deploy import compose_file
from tests.deploy.compose_file import BASE_DIR, REQUIRED, NameMissing, seconds, services

OURS = {"prepare", "web", "worker-animation", "worker-media", "worker-housekeeping", "beat"}
OTHERS = {"db", "redis", "nginx"}
#: service -> why it is not restarted; every other one is
NOT_RESTARTED = {"prepare": "it ends when its work is done"}
#: service -> why nobody asks after its health; every other one is asked
NOT_EXAMINED = {"prepare": "the others wait until it has ended well"}
DEMANDING = {"db": "service_healthy", "redis": "service_healthy", "prepare": "service_completed_successfully"}
SECRET = re.compile(r"secret|password|key|token", re.I)


def test_the_file_is_valid_by_the_compose_specification():
    schema = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    rules = Draft7Validator(json.loads(schema.read_text("utf-8")))
    assert [f"{error.json_path}: {error.message}" for error in rules.iter_errors(compose_file.loaded())] == []


def test_compose_itself_reads_the_file_as_these_tests_do():
    docker = shutil.which("docker")
    if (
        docker is None
        or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("there is no docker compose on this machine")
    own = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_CONFIG") if name in os.environ}
    words = ["--env-file", os.devnull, "--file", compose_file.PATH, "config", "--format", "json"]
    asked = subprocess.run(
        [docker, "compose", *words],
        env={**own, **REQUIRED}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (asked.returncode, asked.stderr) == (0, "")
    read = json.loads(asked.stdout)["services"]
    assert {name: service["command"] for name, service in read.items()} == {
        name: service.get("command") for name, service in services().items()
    }
    assert {name: service["environment"] for name, service in read.items() if "environment" in service} == {
        name: service["environment"] for name, service in services().items() if "environment" in service
    }


def test_these_are_the_services():
    assert set(services()) == OURS | OTHERS


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_without_a_secret_or_a_name_of_ones_own_nothing_starts(name):
    for given in ({**REQUIRED, name: ""}, {key: value for key, value in REQUIRED.items() if key != name}):
        with pytest.raises(NameMissing, match=f"^{name} is "):
            compose_file.loaded(given)


def test_no_secret_stands_in_the_file():
    literal = [
        f"{service}: {name}={value}"
        for service, parts in compose_file.written()["services"].items()
        for name, value in parts.get("environment", {}).items()
        if value and (SECRET.search(name) or ("://" in value and "@" in value))
        if not re.search(r"\$\{\w+:\?", value)
    ]
    assert literal == []


def test_every_service_comes_back_by_itself():
    wanted = {name: "no" if name in NOT_RESTARTED else "unless-stopped" for name in services()}
    assert {name: service["restart"] for name, service in services().items()} == wanted


def test_every_service_is_asked_whether_it_is_well():
    assert {name for name, service in services().items() if "healthcheck" not in service} == set(NOT_EXAMINED)
    for service in services().values():
        if "healthcheck" in service:
            check = service["healthcheck"]
            assert check["test"][0] == "CMD" and len(check["test"]) > 1
            assert seconds(check["timeout"]) <= seconds(check["interval"])


def test_nobody_is_root_and_nobody_can_become_it():
    for name, service in services().items():
        user, group = (int(number) for number in service["user"].split(":"))
        assert user > 0 and group > 0, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["read_only"] is True, name
        assert "privileged" not in service and "cap_add" not in service, name


def test_only_nginx_has_a_door_and_by_default_only_for_this_host():
    doors = {name: service["ports"] for name, service in services().items() if "ports" in service}
    assert doors == {"nginx": ["127.0.0.1:8080:8081"]}
    assert services({**REQUIRED, "PUBLISH": "8080:8080"})["nginx"]["ports"] == ["8080:8080"]


def test_database_broker_and_workers_have_no_way_out():
    networks = compose_file.loaded()["networks"]
    assert [name for name, network in networks.items() if network.get("internal")] == ["inner"]
    assert {name: set(service["networks"]) for name, service in services().items()} == {
        **{name: {"inner"} for name in OURS | OTHERS},
        "web": {"front", "inner"},
        "nginx": {"front"},
    }


def test_images_are_named_with_their_version():
    for name, service in services().items():
        assert re.fullmatch(r"[a-z]+:\d+(\.\d+)*(-[a-z]+)?", service["image"]), name
    assert {services()[name]["image"] for name in OURS} == {f"rodnik:{version()}"}


def version():
    return re.search(r'^version = "(.+)"$', (BASE_DIR / "pyproject.toml").read_text(), re.M)[1]


def test_services_start_in_their_order():
    waits = {name: service.get("depends_on", {}) for name, service in services().items()}
    conditions = {
        name: {on: how["condition"] for on, how in on_what.items()} for name, on_what in waits.items()
    }
    assert conditions == {
        "db": {},
        "redis": {},
        "prepare": {name: DEMANDING[name] for name in ("db", "redis")},
        **{name: DEMANDING for name in OURS - {"prepare"}},
        "nginx": {"web": "service_healthy"},
    }


def test_every_routed_queue_is_consumed_by_a_worker():
    commands = {name: service["command"] for name, service in services().items() if "worker" in name}
    assert {compose_file.queue_of(command) for command in commands.values()} == set(routed_queues())
    assert commands == {
        f"worker-{queue}": ["celery", "-A", "config", *programs.worker_words(queue, 1)]
        for queue in routed_queues()
    }


def test_concurrency_is_the_hosts():
    command = services({**REQUIRED, "ANIMATION_CONCURRENCY": "3"})["worker-animation"]["command"]
    assert command[command.index("--concurrency") + 1] == "3"


def test_site_and_beat_run_as_they_do_by_make_run():
    assert services()["web"]["command"][:6] == ["python", "-m", *programs.GUNICORN[2:]]
    beat = services()["beat"]["command"]
    assert beat == ["celery", "-A", "config", *programs.beat_words("/data/beat/schedule")]


def test_a_stop_waits_longer_than_a_render_is_given():
    grace = {
        name: seconds(service["stop_grace_period"])
        for name, service in services().items()
        if name != "prepare"
    }
    assert grace["worker-animation"] > settings.ANIMATION_TIME_LIMIT
    assert grace["web"] > gunicorn.graceful_timeout


def test_redis_keeps_what_it_is_told_and_evicts_nothing():
    words = services()["redis"]["command"]
    options = dict(zip(words[1::2], words[2::2], strict=True))
    assert words[0] == "redis-server"
    assert (options["--appendonly"], options["--maxmemory-policy"]) == ("yes", "noeviction")


def test_stored_files_are_shared_and_nginx_only_reads_them():
    mounts = {name: service.get("volumes", []) for name, service in services().items()}
    writers = {name for name, listed in mounts.items() if "media:/data/media" in listed}
    assert writers == OURS
    (reader,) = [mount for mount in mounts["nginx"] if isinstance(mount, dict)]
    assert (reader["source"], reader["target"], reader["read_only"]) == ("media", "/data/media", True)
    environment = services()["nginx"]["environment"]
    assert environment["RODNIK_MEDIA"] == reader["target"]
    own, group = services()["nginx"]["user"].split(":")
    assert group == services()["web"]["user"].split(":")[1] and own != services()["web"]["user"].split(":")[0]
    used = {mount.split(":")[0] for listed in mounts.values() for mount in listed if isinstance(mount, str)}
    assert {name for name in used if not name.startswith(".")} | {"media"} == set(
        compose_file.loaded()["volumes"]
    )


def test_every_service_has_a_bound_for_memory_and_logs():
    for name, service in services().items():
        assert re.fullmatch(r"\d+[mg]", service["mem_limit"]), name
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}, name
        assert service["pids_limit"] > 0, name


def test_the_site_is_told_what_it_needs_and_names_of_the_host_are_passed_on():
    told = compose_file.environment(services()["web"])
    assert (told["SITE_URL"], told["FILE_DELIVERY"], told["TRUSTED_PROXIES"]) == (
        "https://memory.example",
        "x-accel",
        "1",
    )
    given = {**REQUIRED, "REGISTRATION": "closed", "SITE_URL": "http://localhost:8080"}
    told = compose_file.environment(services(given)["web"], given)
    assert (told["SITE_URL"], told["REGISTRATION"]) == ("http://localhost:8080", "closed")
    listed = set(re.findall(r"^#([A-Z_]+)=", (BASE_DIR / ".env.example").read_text("utf-8"), re.M))
    passed = {name for name, value in services()["web"]["environment"].items() if value is None}
    assert passed <= listed


def test_nginx_is_told_all_that_its_template_asks_for():
    template = (BASE_DIR / "config" / "nginx" / "nginx.conf.template").read_text("utf-8")
    told = services()["nginx"]["environment"]
    only = re.compile(told["NGINX_ENVSUBST_FILTER"])
    assert {name for name in told if only.match(name)} == set(re.findall(r"\$\{(\w+)\}", template))
