"""A bucket that listens on HTTP, as an S3-compatible service does: moto's server in a process of its own."""

import os
import sys
from pathlib import Path

import boto3
import httpx

from tests.e2e.launched import free_port
from tests.servers.programs import Server

KEY, SECRET = "key-of-a-test", "secret of/a test"
SECRET_IN_ADDRESS = "secret%20of%2Fa%20test"
NAME = "rodnik-files"


class Bucket(Server):
    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.port = free_port()
        words = ["-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        super().__init__(folder, [sys.executable, *words], self.is_there)
        self.env = {**os.environ, "PYTHONWARNINGS": "ignore"}

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Not the whole bucket is the site's: other things may lie beside its folder."""
        return f"s3://{KEY}:{SECRET_IN_ADDRESS}@{NAME}/memorials?endpoint_url={self.origin}"

    def is_there(self) -> bool:
        try:
            return httpx.get(f"{self.origin}/moto-api/", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def make(self) -> None:
        self.client().create_bucket(Bucket=NAME)

    def client(self):
        return boto3.client(
            "s3",
            endpoint_url=self.origin,
            region_name="us-east-1",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
        )

    def names(self) -> set[str]:
        found = self.client().list_objects_v2(Bucket=NAME).get("Contents", [])
        return {entry["Key"] for entry in found}

    def is_open(self, name: str) -> bool:
        """Whether anybody at all may read the object by its access list."""
        grants = self.client().get_object_acl(Bucket=NAME, Key=name)["Grants"]
        return any("AllUsers" in grant["Grantee"].get("URI", "") for grant in grants)
