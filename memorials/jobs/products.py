from collections.abc import Callable, Mapping
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from memorials.services.media import delete_files


def keep_products(products: Mapping[str, Path], own: Callable[[], bool]) -> bool:
    """Store what a run made, by storage name, and then let the row own it.

    Names hold the token of the run, so that no two runs write one file. `own` answers whether the row took
    the files; where it did not, or something fails on the way, none of them is left.
    """
    owned = False
    try:
        for name, path in products.items():
            with path.open("rb") as made:
                default_storage.save(name, File(made))
        owned = own()
    finally:
        if not owned:  # nor is half a file left, where the disk was full
            delete_files(products)
    return owned
