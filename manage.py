#!/usr/bin/env python
"""Django's command line for Rodnik; `manage.py help` lists the project's own commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.refusal import read_settings

    read_settings()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
