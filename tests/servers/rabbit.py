"""Debian's RabbitMQ, with a name server of its own, so that nothing is left when it has gone."""

import os
import secrets
from pathlib import Path

import amqp

from tests.e2e.launched import free_port
from tests.installed import program
from tests.servers.certificates import Certificates
from tests.servers.programs import Server

HOME = "/usr/lib/rabbitmq/bin"
PASSWORD = "in a test / only"
PASSWORD_IN_ADDRESS = "in%20a%20test%20%2F%20only"


class Rabbit:
    def __init__(self, folder: Path, certificates: Certificates) -> None:
        self.port, self.tls_port, self.names_port = free_port(), free_port(), free_port()
        self.certificates = certificates
        folder.mkdir()
        names = program("epmd")
        self.names = Server(folder, [names, "-port", str(self.names_port)], lambda: True)
        self.server = Server(folder, [program("rabbitmq-server", HOME)], self.answers)
        self.server.env = {**os.environ, **self._environment(folder)}
        (folder / "rabbit.conf").write_text(self._settings())
        (folder / "plugins").write_text("[].\n")

    def _environment(self, folder: Path) -> dict[str, str]:
        return {
            "HOME": str(folder),
            "ERL_EPMD_PORT": str(self.names_port),
            "RABBITMQ_NODENAME": f"test{secrets.token_hex(4)}@localhost",
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbit.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_MNESIA_BASE": str(folder / "rows"),
            "RABBITMQ_LOG_BASE": str(folder),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 +sbwt none",
        }

    def _settings(self) -> str:
        lines = {
            "listeners.tcp.1": f"127.0.0.1:{self.port}",
            "listeners.ssl.1": f"127.0.0.1:{self.tls_port}",
            "ssl_options.cacertfile": self.certificates.authority,
            "ssl_options.certfile": self.certificates.certificate,
            "ssl_options.keyfile": self.certificates.key,
            "ssl_options.verify": "verify_none",
            "default_user": "rodnik",
            "default_pass": PASSWORD,
            "vm_memory_high_watermark.absolute": "512MB",
            "disk_free_limit.absolute": "10MB",
        }
        return "".join(f"{name} = {value}\n" for name, value in lines.items())

    @property
    def url(self) -> str:
        return f"amqp://rodnik:{PASSWORD_IN_ADDRESS}@127.0.0.1:{self.port}//"

    @property
    def tls_url(self) -> str:
        return f"amqps://rodnik:{PASSWORD_IN_ADDRESS}@localhost:{self.tls_port}//"

    def answers(self) -> bool:
        try:
            with amqp.Connection(f"127.0.0.1:{self.port}", "rodnik", PASSWORD, connect_timeout=2) as line:
                line.connect()
        except (OSError, amqp.AMQPError):
            return False
        return True

    def start(self) -> None:
        if self.names.process is None:
            self.names.start()
        self.server.start()

    def stop(self) -> None:
        self.server.stop()
        self.names.stop()
