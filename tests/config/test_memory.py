"""At the end of a process nothing is left that the collector of garbage would walk through."""

import subprocess
import sys

from tests.e2e.launched import BASE_DIR

# What is registered first is called last.
PROGRAM = """
import atexit, gc
atexit.register(lambda: print(len(gc.get_objects())))
import config
print(len(gc.get_objects()))
"""


def test_what_is_loaded_is_not_walked_through_at_the_end():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=BASE_DIR, capture_output=True, text=True, check=True
    )
    loaded, left = map(int, done.stdout.split())
    assert loaded > 10_000
    assert left < 100
