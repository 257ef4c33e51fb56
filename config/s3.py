"""Files in a bucket of an S3-compatible service. Loaded only where STORAGE_URL begins with s3://."""

import functools
import io
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

#: As much of a file as is asked for at a time; what is held in memory while one is sent.
CHUNK = 256 * 2**10
PART = 8 * 2**20
CONFIG = Config(
    signature_version="s3v4",
    connect_timeout=5,
    read_timeout=30,
    retries={"max_attempts": 3, "mode": "standard"},
    # Newer checksums are not understood by every service; TLS and our own SHA-256 are there anyway.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
Method = TypeVar("Method", bound=Callable[..., Any])


class BucketError(OSError):
    """The bucket does not answer, or refuses: for the rest of the site a fault like that of a disk."""


def as_disk(method: Method) -> Method:
    """Faults of the service come as those of a disk do: FileNotFoundError, or another OSError."""

    @functools.wraps(method)
    def asked(self: Any, *args: Any, **options: Any) -> Any:
        try:
            return method(self, *args, **options)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code in ("404", "NoSuchKey", "NotFound"):
                raise FileNotFoundError("there is no such file in the bucket") from error
            raise BucketError(f"the bucket refuses ({code})") from error
        except BotoCoreError as error:
            raise BucketError(f"the bucket does not answer ({type(error).__name__})") from error

    return asked  # type: ignore[return-value]


class Bucket(S3Storage):  # type: ignore[misc]  # (it comes without types)
    """Private: no object gets an access list of its own, and an address of one is signed and short-lived."""

    def __init__(self, **options: Any) -> None:
        style = {"addressing_style": options["addressing_style"]}
        super().__init__(
            **options,
            file_overwrite=False,
            default_acl=None,
            client_config=CONFIG.merge(Config(s3=style)),
            transfer_config=TransferConfig(
                multipart_threshold=PART, multipart_chunksize=PART, max_concurrency=2
            ),
        )
        self._connecting = threading.Lock()
        self._connected: Any = None

    @property
    def connection(self) -> Any:
        """One for all threads, whose requests are independent of each other; making it takes a while."""
        with self._connecting:
            if self._connected is None:
                self._connected = self._create_session().resource(
                    "s3",
                    region_name=self.region_name,
                    endpoint_url=self.endpoint_url,
                    config=self.client_config,
                )
        return self._connected

    @as_disk
    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("Files in a bucket are written whole, by save().")
        stored = self.bucket.Object(self._normalize_name(name))
        return File(io.BufferedReader(Download(stored, stored.content_length), CHUNK), name)

    @as_disk
    def _save(self, name: str, content: File) -> str:
        return str(super()._save(name, content))

    @as_disk
    def delete(self, name: str) -> None:
        super().delete(name)

    @as_disk
    def exists(self, name: str) -> bool:
        return bool(super().exists(name))

    @as_disk
    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        folders, files = super().listdir(path)
        return folders, files

    @as_disk
    def size(self, name: str) -> int:
        return int(super().size(name))

    @as_disk
    def get_modified_time(self, name: str) -> datetime:
        found: datetime = super().get_modified_time(name)
        return found


class Download(io.RawIOBase):
    """An object of a bucket as a file that can be read from any place, and is never in memory as a whole."""

    def __init__(self, stored: Any, size: int) -> None:
        self._stored, self._size = stored, size
        self._place = 0
        self._body: Any = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Costs nothing: the service is asked at the next reading."""
        place = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence])
        if place != self._place:
            self._hang_up()
        self._place = place
        return place

    @as_disk
    def readinto(self, buffer: Any) -> int:
        if self._place >= self._size:
            return 0
        if self._body is None:
            self._body = self._stored.get(Range=f"bytes={self._place}-")["Body"]
        piece = self._body.read(len(buffer))
        buffer[: len(piece)] = piece
        self._place += len(piece)
        if not piece:
            raise BucketError("the bucket ended a file too early")
        return len(piece)

    def _hang_up(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None

    def close(self) -> None:
        self._hang_up()
        super().close()
