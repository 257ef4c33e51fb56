"""The recipe of the fonts beside it, from the variable fonts in two packages.

    python -m venv /tmp/fonts
    /tmp/fonts/bin/pip install fontpkg-literata==3.103 fontpkg-onest==2.1 fonttools==4.68.0 brotli==1.2.1
    /tmp/fonts/bin/python static/fonts/subset.py [folder]

Each face becomes two files: `core` for Russian and the languages of Western Europe, which every page
needs, and `ext` for the other letters of Latin and Cyrillic, fetched only where one occurs. The ranges
stand again in `unicode-range` in static/css/tokens.css: change both together. `literata-card.ttf` is for
what the server itself draws.
"""

import sys
from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes, save_font
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
CORE = (
    "20-7E,A0-FF,131,152-153,301,401,410-44F,451,2009-200A,2010,2012-2015,2018-201A,201C-201E,2022,2026,"
    "202F,2032-2033,2039-203A,20AC,20BD,2116,2190-2193,2212,2248"
)
EXT = (
    "100-130,132-151,154-17F,2BC,300,306,308,400,402-40F,450,452-45F,462-463,490-493,49A-49B,4A2-4A3,"
    "4AE-4B1,4BA-4BB,4D8-4D9,4E8-4E9"
)
LETTERS = ["ccmp", "locl", "kern", "mark", "liga"]  # what a text needs to be set rightly
OLD_FIGURES = ["onum", "lnum"]

# package, file in it, name of ours, axes: a range is kept, a number is fixed; features
FACES = [
    ("fontpkg_literata", "Literata[opsz,wght].ttf", "literata", {"wght": 400, "opsz": (12, 48)},
     [*LETTERS, *OLD_FIGURES, "case", "pnum", "tnum", "smcp", "c2sc"]),
    # Italics are epitaphs and asides, all about the same size: one optical size saves 40 kB.
    ("fontpkg_literata", "Literata-Italic[opsz,wght].ttf", "literata-italic", {"wght": 400, "opsz": 18},
     [*LETTERS, *OLD_FIGURES]),
    ("fontpkg_onest", "Onest[wght].ttf", "onest", {"wght": (400, 600)}, [*LETTERS, "case", "tnum"]),
]  # fmt: skip
# For the cards that the server draws (memorials/cards): one face and size, all letters in one file.
CARD = ("fontpkg_literata", "Literata[opsz,wght].ttf", "literata-card.ttf", {"wght": 400, "opsz": 48})
LICENCES = {"fontpkg_literata": "OFL-Literata.txt", "fontpkg_onest": "OFL-Onest.txt"}


def subset(source: Path, target: Path, axes: dict[str, object], features: list[str], letters: str) -> None:
    font = TTFont(source, recalcTimestamp=False)  # the same bytes each time
    flavor = "woff2" if target.suffix == ".woff2" else None
    options = Options(flavor=flavor, layout_features=features, hinting=False)
    cut = Subsetter(options)
    cut.populate(unicodes=parse_unicodes(letters))
    cut.subset(font)
    font = instantiateVariableFont(font, axes)
    save_font(font, target, options)


def main(folder: Path) -> None:
    for package, file, name, axes, features in FACES:
        source = Path(str(files(package) / "files" / file))
        for part, letters in (("core", CORE), ("ext", EXT)):
            subset(source, folder / f"{name}-{part}.woff2", axes, features, letters)
    package, file, name, axes = CARD
    source = Path(str(files(package) / "files" / file))
    subset(source, folder / name, axes, [*LETTERS, *OLD_FIGURES], f"{CORE},{EXT}")
    for package, name in LICENCES.items():
        (folder / name).write_bytes((files(package) / "LICENSE").read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
