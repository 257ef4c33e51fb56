"""How gunicorn runs the site, whoever starts it: `make run`, docker-compose.yml, or systemd.

    python -m gunicorn config.wsgi -c python:config.gunicorn --bind ADDRESS

What differs from host to host comes as options or from the environment.
"""

import os
from pathlib import Path

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 1)
threads = 8
timeout = 60
graceful_timeout = 25
keepalive = 5
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
forwarded_allow_ips = ""  # settings.TRUSTED_PROXIES says who may speak for a visitor
loglevel = "warning"
errorlog = "-"
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108  (a heartbeat file there never waits for a disk)
    worker_tmp_dir = "/dev/shm"  # noqa: S108
