"""The units of config/systemd run what docker-compose.yml runs, on a host without Docker."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.tasks import routed_queues
from tests.deploy.compose_file import BASE_DIR, seconds, services
from tests.installed import program

UNITS = BASE_DIR / "config" / "systemd"
PARTS = sorted(path.name.removeprefix("rodnik-").removesuffix(".service") for path in UNITS.glob("*.service"))
HOME = "/opt/rodnik"
#: What the two ways of running name differently, and nothing else may differ.
SAME = {
    "--without-static": None,  # the image has its static files, a host packs them at the start
    "0.0.0.0:8000": "127.0.0.1:8000",
    "/data/beat/schedule": "/var/lib/rodnik/beat/schedule",
    "/run/nginx/nginx.conf": "/run/rodnik-nginx/nginx.conf",
}
#: The parts that are programs of Rodnik's own.
OURS = [part for part in PARTS if part != "nginx"]


def settings_of(part: str) -> list[tuple[str, str]]:
    lines = (UNITS / f"rodnik-{part}.service").read_text("utf-8").splitlines()
    split = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return [(name, value) for name, _, value in split]


def setting(part: str, name: str) -> str:
    (value,) = [value for key, value in settings_of(part) if key == name]
    return value


def variables(part: str) -> dict[str, str]:
    words = [word for key, value in settings_of(part) if key == "Environment" for word in value.split()]
    return dict(word.split("=", 1) for word in words)


def test_there_is_a_unit_for_each_part_of_the_site():
    workers = ["worker-animation", "worker-housekeeping", "worker-media"]
    assert ["beat", "nginx", "prepare", "web", *workers] == PARTS
    assert {f"worker-{queue}" for queue in routed_queues()} < set(PARTS)
    wants = re.search(r"^Wants=(.+)$", (UNITS / "rodnik.target").read_text("utf-8"), re.M)[1].split()
    assert sorted(wants) == [f"rodnik-{part}.service" for part in PARTS if part != "prepare"]


@pytest.mark.parametrize("part", PARTS)
def test_a_unit_runs_the_command_of_the_compose_file(part):
    concurrency = variables(part).get("ANIMATION_CONCURRENCY", "")
    line = setting(part, "ExecStart").replace("%%", "%").replace("${ANIMATION_CONCURRENCY}", concurrency)
    words = shlex.split(line)
    assert words[0].startswith("/usr/sbin/" if part == "nginx" else f"{HOME}/.venv/bin/")
    words[0] = Path(words[0]).name
    wanted = [SAME.get(word, word) for word in services()[part]["command"]]
    assert words == [word for word in wanted if word is not None]


@pytest.mark.parametrize("part", OURS)
def test_a_unit_has_no_rights_beyond_its_own_folder(part):
    has = dict(settings_of(part))
    assert (has["User"], has["Group"]) == ("rodnik", "rodnik")
    assert (has["ProtectSystem"], has["ReadWritePaths"]) == ("strict", "/var/lib/rodnik")
    assert has["CapabilityBoundingSet"] == has["AmbientCapabilities"] == ""
    for name in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictSUIDSGID"):
        assert has[name] == "yes", name
    reads_photographs = part in ("web", "prepare", "worker-media")
    assert has["RestrictNamespaces"] == ("user net" if reads_photographs else "yes")


@pytest.mark.parametrize("part", [part for part in PARTS if part != "prepare"])
def test_a_unit_comes_back_and_is_given_the_same_time_to_stop(part):
    assert setting(part, "Restart") == "always"
    assert int(setting(part, "TimeoutStopSec")) == seconds(services()[part]["stop_grace_period"])


def test_nginx_of_a_host_gets_all_that_its_template_asks_for(tmp_path):
    """The unit's own first step, then nginx's own examination of what came out."""
    asked = set(
        re.findall(
            r"\$\{(RODNIK_[A-Z_]+)\}", (BASE_DIR / "config/nginx/nginx.conf.template").read_text("utf-8")
        )
    )
    env = {**variables("nginx"), "RODNIK_HOST": "memory.example"}
    assert set(env) == asked
    shell = shlex.split(setting("nginx", "ExecStartPre").replace("$$", "$"))
    here = {"/run/rodnik-nginx": str(tmp_path), HOME: str(BASE_DIR), "/var/cache/rodnik-nginx": str(tmp_path)}
    for there, place in here.items():
        shell[-1] = shell[-1].replace(there, place)
        env = {name: value.replace(there, place) for name, value in env.items()}
    program("envsubst")
    subprocess.run(shell, env={**os.environ, **env}, check=True)
    words = [program("nginx"), "-t", "-c", tmp_path / "nginx.conf", "-g", "daemon off;"]
    examined = subprocess.run(words, capture_output=True, text=True, check=False)
    assert examined.returncode == 0, examined.stderr


def test_systemd_finds_nothing_wrong(tmp_path):
    for path in UNITS.iterdir():
        text = path.read_text("utf-8").replace(f"{HOME}/.venv/bin", str(Path(sys.executable).parent))
        text = text.replace("/usr/sbin/nginx", program("nginx"))
        (tmp_path / path.name).write_text(text.replace(HOME, str(BASE_DIR)), "utf-8")
    units = [str(path) for path in tmp_path.iterdir()]
    asked = subprocess.run(
        [program("systemd-analyze"), "verify", *units], capture_output=True, text=True, check=False
    )
    assert (asked.returncode, asked.stdout + asked.stderr) == (0, "")


@pytest.mark.parametrize("part", PARTS)
def test_systemd_rates_a_unit_as_little_exposed(part):
    """The scale goes from 0 to 10; a unit without any of these settings has 9.6."""
    program("systemd-analyze")
    rating = [
        "systemd-analyze",
        "security",
        "--offline=true",
        "--threshold=25",
        UNITS / f"rodnik-{part}.service",
    ]
    rated = subprocess.run(
        [shutil.which("systemd-analyze"), *rating[1:]], capture_output=True, text=True, check=False
    )
    assert rated.returncode == 0, rated.stdout[-400:] + rated.stderr
