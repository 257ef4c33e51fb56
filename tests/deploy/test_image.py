"""What the container's image is made of, read from the Dockerfile: no engine is at hand to build it."""

import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.deploy import compose_file
from tests.deploy.compose_file import BASE_DIR


def instructions() -> list[tuple[str, str]]:
    """(instruction, its words), each on one line and without comments."""
    text = re.sub(r"^\s*#.*\n", "", (BASE_DIR / "Dockerfile").read_text("utf-8"), flags=re.M)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    split = (line.split(None, 1) for line in lines if line.strip())
    return [(name, words) for name, words in split]


def stages() -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = []
    for word, rest in instructions():
        if word == "FROM":
            found.append([])
        found[-1].append((word, rest))
    return found


def of(stage: list[tuple[str, str]], word: str) -> list[str]:
    return [rest for each, rest in stage if each == word]


def test_both_stages_stand_on_the_same_named_version():
    bases = [rest.split()[0] for word, rest in instructions() if word == "FROM"]
    assert len(bases) == 2 and len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", bases[0])


def test_packages_are_the_locked_ones_as_wheels():
    (install,) = [rest for rest in of(stages()[0], "RUN") if "pip install" in rest]
    assert "pip install --require-hashes --no-deps --only-binary :all: -r requirements.txt" in install


def test_the_image_has_no_build_tools_and_no_secret():
    final = stages()[-1]
    assert not re.search(r"apt-get|pip|gcc|make\b|curl|wget", " ".join(of(final, "RUN")))
    assert of(final, "COPY") == [
        "--from=build /opt/venv /opt/venv",
        "--from=build /srv/static /srv/static",
        "--from=build /srv/rodnik /srv/rodnik",
    ]
    assert "SECRET_KEY" not in (BASE_DIR / "Dockerfile").read_text("utf-8")
    assert [word for word, _ in instructions() if word in ("ARG", "ADD")] == []


def test_it_runs_as_the_user_of_the_compose_file_and_can_be_stopped():
    final = stages()[-1]
    assert {service["user"] for name, service in compose_file.services().items() if "build" in service} == {
        *of(final, "USER")
    }
    assert of(final, "STOPSIGNAL") == ["SIGTERM"]
    web = compose_file.services()["web"]
    assert [json.loads(words) for words in of(final, "CMD")] == [web["command"]]
    (check,) = of(final, "HEALTHCHECK")
    assert json.loads(check.split("CMD ", 1)[1]) == web["healthcheck"]["test"][1:]


def test_its_folders_are_those_that_the_services_write_to():
    (made,) = [rest for rest in of(stages()[-1], "RUN") if "install -d" in rest]
    folders = set(re.findall(r"(?<= )/data\S*", made))
    app = compose_file.services()["web"]
    written = {mount.split(":")[1] for mount in app["volumes"]} - {"/tmp"}  # noqa: S108 (every image has it)
    beat = compose_file.services()["beat"]["command"]
    schedule = beat[beat.index("--schedule") + 1].rsplit("/", 1)[0]
    assert folders == {app["environment"]["DATA_DIR"], *written, schedule}


def sent_to_the_builder() -> set[str]:
    """Which files of the repository .dockerignore lets through."""
    rules = (BASE_DIR / ".dockerignore").read_text("utf-8").splitlines()
    rules = [rule for rule in rules if rule and not rule.startswith("#")]
    assert rules[0] == "*"
    let_in = {rule[1:] for rule in rules if rule.startswith("!")}
    kept_out = [rule.removeprefix("**/") for rule in rules[1:] if not rule.startswith("!")]
    listed = subprocess.run(["git", "ls-files"], cwd=BASE_DIR, capture_output=True, text=True, check=True)  # noqa: S607
    return {
        name
        for name in listed.stdout.splitlines()
        if name.split("/")[0] in let_in
        and not any(fnmatch.fnmatch(part, rule) for part in name.split("/") for rule in kept_out)
    }


def test_only_what_runs_is_sent_to_the_builder():
    if not (BASE_DIR / ".git").exists():
        pytest.skip("this is no checkout")
    sent = sent_to_the_builder()
    assert {name.split("/")[0] for name in sent} == {
        "animation", "chat", "config", "locale", "memorials", "static", "templates",
        "LICENSE", "NOTICE", "manage.py", "requirements.txt",
    }  # fmt: skip
    assert ".env" not in sent and not any(name.startswith(("data/", "tests/")) for name in sent)


def test_static_files_are_packed_from_what_the_builder_gets(tmp_path):
    """The very words of the build, on the files that it has, with no secret of anybody's."""
    (build,) = [rest for rest in of(stages()[0], "RUN") if "collectstatic" in rest]
    names, command = re.match(r"((?:[A-Z_]+=\S+ )+)/opt/venv/bin/python (.+?) +&&", build).groups()
    assert {pair.split("=")[0] for pair in names.split()} == {"DATA_DIR", "STATIC_ROOT"}
    for name in sent_to_the_builder():
        (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(BASE_DIR / name, tmp_path / "source" / name)
    without = tmp_path / "not-in-the-image"
    without.mkdir()
    (without / "brotli.py").write_text("raise ImportError")  # a development package; packing with it is slow
    env = {"DATA_DIR": f"{tmp_path}/data", "STATIC_ROOT": f"{tmp_path}/static", "PYTHONPATH": str(without)}
    packing = [sys.executable, *command.split()]
    subprocess.run(packing, cwd=tmp_path / "source", env={**env, "PATH": os.defpath}, check=True)
    packed = [path.name for path in (tmp_path / "static" / "css").iterdir()]
    assert any(re.fullmatch(r"base\.[0-9a-f]{12}\.css\.gz", name) for name in packed)
    manifest = tmp_path / "static" / "staticfiles.json"
    assert (
        manifest.stat().st_mode & 0o007 == 0
    )  # as everything that Django stores: so the build lets others in
    assert build.endswith("&& chmod -R a+rX,go-w /srv/rodnik /srv/static")
