"""What `make run` promises: one ready line that is true, one running site a folder, and no leftovers."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack

import pytest

from tests.e2e.conftest import sites_in
from tests.e2e.launched import BASE_DIR, wait_until
from tests.fresh_postgres import fresh_database

pytestmark = pytest.mark.e2e
MAKE = shutil.which("make") or "make"
PARTS = {"web", "beat", "worker-animation", "worker-media", "worker-housekeeping", "broker"}


ON_SQLITE = pytest.mark.parametrize("lasting", ["sqlite"], indirect=True)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def lasting(request, tmp_path_factory):
    """A site on each of the two databases, which has made all its tables itself; and what it said then."""
    with ExitStack() as stack:
        given = {}
        if request.param == "postgres":
            given = {"DATABASE_URL": stack.enter_context(fresh_database())}
        new_site = stack.enter_context(sites_in(tmp_path_factory.mktemp("run")))
        site = new_site(empty=True, **given).start()
        yield site, list(site.lines)


@pytest.fixture
def site(lasting):
    """It runs, whatever the test before has done to it."""
    running, _ = lasting
    if running.code is not None:
        running.start()
    return running


def test_ready_site_answers_and_each_part_runs(site):
    with site.client() as visitor:
        assert visitor.get("/").status_code == 200
        assert visitor.get("/healthz").json() == {"ok": True}
        assert visitor.get("/readyz").json() == {
            "ok": True,
            "database": True,
            "broker": True,
            "storage": True,
        }
    assert set(site.children()) == PARTS
    assert all(os.getsid(pid) == pid for pid in site.children().values())


def test_doctor_finds_a_running_site_well(site):
    wait_until(lambda: site.manage("doctor").returncode == 0, 20, pause=1)
    found = site.manage("doctor", "--json")
    assert (found.returncode, found.stderr) == (0, ""), found.stdout


def test_sigterm_stops_everything_and_exits_zero(site):
    assert site.stop() == 0
    assert site.processes() == []
    assert site.children() == {}


def test_first_admin_is_told_once_and_the_second_start_is_quiet(lasting):
    site, first_said = lasting
    assert [line for line in first_said if "one-time password" in line] != []
    site.restart()
    assert [line for line in site.lines if "one-time password" in line] == []


def test_killed_launcher_takes_everything_with_it(site):
    site.signal(signal.SIGKILL)
    site.wait_end()
    assert site.wait_gone() == []
    site.start()  # and the next start finds nothing in its way


@ON_SQLITE
def test_second_start_on_the_same_folder_is_refused(site):
    second = run_to_end(site, PORT="0")
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == "PORT must be a number from 1 to 65535, not '0'.\n"
    second = run_to_end(site)
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == f"Rodnik already runs on the data folder {site.data_dir}.\n"
    with site.client() as visitor:
        assert visitor.get("/").status_code == 200


@ON_SQLITE
def test_ctrl_c_stops_everything_and_exits_zero(site):
    site.signal(signal.SIGINT)
    assert site.wait_end() == 0
    assert site.processes() == []


@ON_SQLITE
@pytest.mark.parametrize("part", sorted(PARTS))
def test_killed_part_stops_the_rest_and_is_named(site, part):
    site.signal_child(part, signal.SIGKILL)
    assert site.wait_end() == 1
    assert f"The {part} has ended by itself (signal 9), so Rodnik has stopped" in site.output
    assert site.processes() == []


def test_sigterm_during_the_start_leaves_nothing(new_site):
    site = new_site(empty=True)
    site.launch()
    wait_until(lambda: "broker" in site.children(), 20)
    site.signal(signal.SIGTERM)
    assert site.wait_end() == 0
    assert site.processes() == []


def test_taken_port_is_one_sentence(new_site):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        site = new_site(port=other.getsockname()[1])
        site.launch()
        assert site.wait_end() == 1
    assert len(site.lines) == 1
    assert site.lines[0].startswith(f"Port {site.port} is taken by another program")


def test_bad_setting_is_one_sentence(new_site):
    site = new_site(REGISTRATION="everybody")
    site.launch()
    assert site.wait_end() == 1
    assert site.lines[1:] == ["REGISTRATION must be one of open, invited, closed, not 'everybody'."]


def test_stopped_make_stops_the_site(new_site):
    """The launcher under make: SIGTERM to make reaches it, and a killed make does not leave it behind."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        site = new_site(f"make-{number}")
        with subprocess.Popen(
            [MAKE, "run"], cwd=BASE_DIR, env=site.env, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as make:
            assert make.stdout is not None
            assert any(line.rstrip() == site.ready_line for line in make.stdout)
            make.send_signal(number)
            make.wait(40)
        assert site.wait_gone(20) == []


def run_to_end(site, **settings):
    return subprocess.run(
        [sys.executable, "-m", "config.embedded"],
        cwd=BASE_DIR, env={**site.env, **settings}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
