"""A door in front of a server that counts the bytes that go out through it, whoever asked for them.

A browser's own count leaves out what a service worker fetches; a socket leaves out nothing.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PIECE_BYTES = 65_536


@dataclass(slots=True)
class Wire:
    """Where to ask, and how many bytes were answered so far, headers included."""

    address: str
    n_bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, n_bytes: int) -> None:
        """Count an answer's next piece; many connections answer at once."""
        with self._lock:
            self.n_bytes += n_bytes


@contextmanager
def counted(address: str) -> Iterator[Wire]:
    """The server at `address`, asked through a port of its own."""
    server = urlsplit(address)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        wire = Wire(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        target = (server.hostname or "", server.port or 80)
        threading.Thread(target=_answer, args=(listener, target, wire), daemon=True).start()
        yield wire


def _answer(listener: socket.socket, target: tuple[str, int], wire: Wire) -> None:
    """Join each new connection to one of the server, until the listener is closed."""
    while True:
        try:
            asking, _ = listener.accept()
        except OSError:
            return
        answering = socket.create_connection(target)
        threading.Thread(target=_join, args=(asking, answering, wire), daemon=True).start()


def _join(asking: socket.socket, answering: socket.socket, wire: Wire) -> None:
    """Pass on what both have to say, until neither has more."""
    with asking, answering:
        back = threading.Thread(target=_pass_on, args=(answering, asking, wire), daemon=True)
        back.start()
        _pass_on(asking, answering, None)
        back.join()


def _pass_on(source: socket.socket, sink: socket.socket, wire: Wire | None) -> None:
    """Pass on what comes until there is no more, or nobody to hear it."""
    with suppress(OSError):  # one of them may be gone
        while piece := source.recv(PIECE_BYTES):
            if wire is not None:
                wire.add(len(piece))
            sink.sendall(piece)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
