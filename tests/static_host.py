"""A plain web host, as `python -m http.server` is one: it sends files, and no header of ours."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Says nothing."""


class _Server(http.server.ThreadingHTTPServer):
    request_queue_size = 64  # a busy machine lets many wait


@dataclass(slots=True, kw_only=True)
class StaticHost:
    """A running host; `stop` is pulling its plug."""

    address: str
    server: http.server.ThreadingHTTPServer

    def stop(self) -> None:
        """No request is answered any more."""
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def static_host(folder: Path) -> Iterator[StaticHost]:
    """Hands out `folder` on a free port of this machine."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = StaticHost(address=f"http://127.0.0.1:{server.server_port}/", server=server)
    try:
        yield host
    finally:
        host.stop()
