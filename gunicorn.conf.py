"""How gunicorn serves the app; `make run` and a bare `gunicorn` both read this file.

Every setting here that keeps a promise (nothing about a person in a log, a start that stops on a mistake)
has a test in tests/test_gunicorn_config.py.
"""

import logging
import os
import re
from pathlib import Path
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

MOST_WORKERS = 9
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - only gunicorn's heartbeat file, which it makes safely


def cores() -> int:
    """The cores this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn's own log, without what a person typed."""

    def setup(self, cfg: Any) -> None:
        """Gunicorn's own set-up, with our filter on the error log."""
        super().setup(cfg)
        self.error_log.addFilter(redact)


def redact(record: logging.LogRecord) -> bool:
    """Take paths, query strings and addresses out of a message: gunicorn quotes them when a request fails."""
    words = re.sub(r"\bip=\S+(?=: )", "ip=-", record.getMessage())
    record.msg = re.sub(r"(?<=[\s'])/\S*|\?\S+", "-", words)
    record.args = None
    return True


def when_ready(server: Arbiter) -> None:
    """Say where to look, once it can be looked at."""
    server.log.info("Ready: open http://localhost:%s (Ctrl+C stops it)", server.address[0][1])


wsgi_app = "wsgi:application"

# This machine only, for what runs here is plain http about a person's health. A server sets HOST, and puts
# something that speaks https in front.
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

# A page is a few milliseconds of computing and no waiting, so more workers than cores gain little; one more
# fills the moments in which another writes. On a large machine the cap leaves room for others.
worker_class = "sync"
workers = int(os.environ.get("WEB_CONCURRENCY") or min(cores() + 1, MOST_WORKERS))

# Loaded once, before the workers: bad settings or content stop the start, and memory is shared.
preload_app = True

# Requests that are under way when it is told to stop get this long to finish.
graceful_timeout = 20
timeout = 30
# A heartbeat on a slow disk can look like a dead worker.
worker_tmp_dir = str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None

# The cookie and the longest form fit with room to spare; more is not from a browser.
limit_request_line = 2048
limit_request_fields = 60

# No socket for run-time control in the user's home: nothing here needs one.
control_socket_disable = True

# The app writes a line a request itself, with the route in place of the path, so that nothing that was typed into
# an address can reach it; gunicorn's own access log would write the path.
logger_class = DiscreetLogger
accesslog = None
