"""Mail without a mail server: each letter is a file that only the site's own user can read."""

import os
from typing import Any

from django.core.mail.backends.filebased import EmailBackend


class PrivateFileBackend(EmailBackend):
    """Django's letters in files, with mode 0600 in a folder of mode 0700."""

    #: Nobody gets them: a page must not say that they were sent.
    delivers = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        os.chmod(self.file_path, 0o700)  # noqa: PTH101 (the parent keeps it as a string)

    def open(self) -> bool:
        if self.stream is None:
            self.stream = open(self._get_filename(), "ab", opener=_private)  # noqa: SIM115
            return True
        return False


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
