"""How gunicorn serves the application. Settings: docs/configuration.md; why these values: docs/decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.config import from_environment
from app.storage import CONNECTIONS

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

settings = from_environment()

wsgi_app = "wsgi:app"
bind = f"{settings.host}:{settings.port}"
proc_name = "said-and-done"
preload_app = True
workers = settings.web_workers
worker_class = "gthread"
threads = CONNECTIONS
timeout = 60
graceful_timeout = 20
# People think between two pages: an open connection waits for them and holds no thread. Longer than a proxy's own.
keepalive = 75
backlog = 512
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 4_094
limit_request_fields = 50
limit_request_field_size = 8_190
control_socket_disable = True
# Forwarded headers are believed by the application alone, and only as TRUSTED_PROXIES says.
forwarded_allow_ips = "127.0.0.1"
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
errorlog = "-"
loglevel = "warning"
# No access log: addresses of people who answer are not kept anywhere.
accesslog = None


def post_fork(server: Arbiter, _worker: Worker) -> None:
    """A database connection belongs to one process: what was made before the fork is forgotten, each opens its own."""
    application = server.app.wsgi()
    if "sqlalchemy" in application.extensions:
        with application.app_context():
            application.extensions["sqlalchemy"].engine.dispose(close=False)
