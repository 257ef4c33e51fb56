"""A Redis that speaks TLS only, and wants to see a client's certificate where it is told so."""

from pathlib import Path

import redis

from tests.e2e.launched import free_port
from tests.installed import program
from tests.servers.certificates import Certificates
from tests.servers.programs import Server

PASSWORD = "in a test / only"
PASSWORD_IN_ADDRESS = "in%20a%20test%20%2F%20only"


class RedisWithTls(Server):
    def __init__(self, folder: Path, certificates: Certificates, *, asks_clients: bool = False) -> None:
        folder.mkdir()
        self.port, self.certificates = free_port(), certificates
        settings = {
            "port": "0",
            "tls-port": str(self.port),
            "bind": "127.0.0.1",
            "tls-ca-cert-file": str(certificates.authority),
            "tls-cert-file": str(certificates.certificate),
            "tls-key-file": str(certificates.key),
            "tls-auth-clients": "yes" if asks_clients else "no",
            "requirepass": PASSWORD,
            "save": "",
            "dir": str(folder),
        }
        words = [word for name, value in settings.items() for word in (f"--{name}", value)]
        super().__init__(folder, [program("redis-server"), *words], self.is_there)

    @property
    def url(self) -> str:
        return f"rediss://:{PASSWORD_IN_ADDRESS}@localhost:{self.port}/0"

    @property
    def client_options(self) -> str:
        paths = self.certificates
        return f"&ssl_certfile={paths.client_certificate}&ssl_keyfile={paths.client_key}"

    def is_there(self) -> bool:
        paths = self.certificates
        line = redis.Redis(
            host="localhost", port=self.port, password=PASSWORD, ssl=True,
            ssl_ca_certs=str(paths.authority), ssl_certfile=str(paths.client_certificate),
            ssl_keyfile=str(paths.client_key), socket_timeout=2,
        )  # fmt: skip
        try:
            return bool(line.ping())
        except redis.ConnectionError:
            return False
        finally:
            line.close()
