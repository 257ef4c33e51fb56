"""python -m tests.check_messages: every sentence of the site is translated, and the .mo files are fresh."""

import gettext
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SOURCES = ("config", "memorials", "animation", "chat", "templates", "locale")
#: What msgattrib calls the two ways of not being translated.
UNFINISHED = ("--untranslated", "--only-fuzzy")


def main() -> int:
    if shutil.which("msgfmt") is None:
        sys.stderr.write("The translations cannot be checked without gettext: apt-get install gettext\n")
        return 1
    faults = [*_unfinished(), *_stale()]
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return bool(faults)


def _unfinished() -> list[str]:
    """Messages are collected anew in a copy of the sources, so that a forgotten `make messages` shows."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            if (BASE_DIR / name).is_dir():
                shutil.copytree(
                    BASE_DIR / name, copy / name, ignore=shutil.ignore_patterns("*.tflite", "__pycache__")
                )
        shutil.copy(BASE_DIR / "manage.py", copy)
        _collect(copy)
        catalogues = sorted((copy / "locale").rglob("*.po"))
        return [fault for path in catalogues for fault in _faults_of(path, path.relative_to(copy))]


def _collect(copy: Path) -> None:
    env = {"PATH": _path(), "DATA_DIR": str(copy / "data"), "RODNIK_IGNORE_DOTENV": "1"}
    words = ["makemessages", "--all", "--no-obsolete", "-v0"]
    subprocess.run([sys.executable, "manage.py", *words], cwd=copy, env=env, check=True)


def _path() -> str:
    return str(Path(shutil.which("msgfmt") or "/usr/bin/msgfmt").parent)


def _faults_of(path: Path, shown: Path) -> list[str]:
    faults = []
    for kind in UNFINISHED:
        words = ["msgattrib", kind, "--no-obsolete", "--no-wrap", str(path)]
        told = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=True).stdout
        lines = [line for line in told.splitlines() if line.startswith("msgid ") and line != 'msgid ""']
        faults += [f"{shown}: not translated: {line.removeprefix('msgid ')}" for line in lines]
    return faults


def _stale() -> list[str]:
    return [
        f"{path.relative_to(BASE_DIR)} is newer than its .mo file: make messages"
        for path in sorted((BASE_DIR / "locale").rglob("*.po"))
        if not _is_fresh(path)
    ]


def _is_fresh(path: Path) -> bool:
    """Meanings are compared, since other versions of gettext lay out other bytes."""
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return False
    with tempfile.NamedTemporaryFile(suffix=".mo") as fresh:
        subprocess.run(
            [shutil.which("msgfmt") or "msgfmt", "--check", "-o", fresh.name, str(path)], check=True
        )
        return _messages(Path(fresh.name)) == _messages(compiled)


def _messages(path: Path) -> dict[object, str]:
    with path.open("rb") as file:
        found: dict[object, str] = vars(gettext.GNUTranslations(file))["_catalog"]
    return {key: text for key, text in found.items() if key}  # the empty key is the header


if __name__ == "__main__":
    sys.exit(main())
