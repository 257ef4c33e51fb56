"""python -m config.embedded: what `make run` executes."""

import os
import signal
import sys

from config.embedded import broker, place, preflight
from config.embedded.errors import CannotStart
from config.embedded.kinship import die_with_parent
from config.embedded.launcher import Launcher
from config.embedded.speech import complain, speak_utf8


def main() -> int:
    speak_utf8()
    if "MAKELEVEL" in os.environ:  # a killed make would leave us running with nobody to stop us
        die_with_parent(signal.SIGTERM)
    try:
        here = preflight.with_localhost6(place.from_environment())
        preflight.make_folders(here)
        lock = preflight.take_lock(here.data_dir)
        preflight.check_space(here)
        doors = preflight.open_doors(here)
        if here.private_broker:
            broker.program()
    except CannotStart as refusal:
        complain(str(refusal))
        return 1
    try:
        return Launcher(here, doors).run()
    finally:
        os.close(lock)


if __name__ == "__main__":
    sys.exit(main())
