"""A web server that misbehaves on purpose: each request gets the next behaviour of a list."""

import re
import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HTML = b"<!DOCTYPE html><html><body>Please log in to the school's Wi-Fi</body></html>"
ETAG = '"version-1"'


@dataclass(slots=True, kw_only=True)
class BadServer:
    """`behaviours` are used up one a request; after them every request is served well.

    good, half (breaks off in the middle), reset (the same, rudely), wrong-length (announces more
    than comes), redirect (to a login page), moved (to the same file elsewhere), flipped (one bit),
    too-long, html, html-as-csv, login (a page without a doctype), whole (ignores Range),
    new-version (as whole, another ETag), wrong-place (of a range), stalls (half, then nothing until
    `go_on`), late (good after 0.3 s), or a status such as 403, with "Retry-After" behind a blank:
    "429 1". `most_at_once`: the largest number of late requests that waited
    together.
    """

    folder: Path
    behaviours: list[str] = field(default_factory=list)
    requests: list[tuple[str, Message]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    counting: threading.Lock = field(default_factory=threading.Lock)
    go_on: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.requests]


@contextmanager
def serving(folder: Path, behaviours: Sequence[str] = ()) -> Iterator[BadServer]:
    """A server on a free port of this machine."""
    state = BadServer(folder=folder, behaviours=list(behaviours))

    class Handler(_Handler):
        server_state = state

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        state.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield state
        finally:
            state.go_on.set()
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server_state: BadServer

    def do_GET(self) -> None:
        """Misbehave as the list says."""
        state = self.server_state
        state.requests.append((self.path, self.headers))
        if self.path == "/login":
            behaviour = "login"
        else:
            behaviour = state.behaviours.pop(0) if state.behaviours else "good"
        path = state.folder / self.path.rsplit("/", 1)[-1].replace("%2B", "+")
        if behaviour[0].isdigit():
            self._status(behaviour)
        elif behaviour in {"redirect", "moved"}:
            where = "/login" if behaviour == "redirect" else f"/elsewhere{self.path}"
            self._answer(302, b"", headers={"Location": where})
        elif behaviour == "login":
            self._answer(200, b"Please log in", "text/html")
        elif not path.exists():
            self._status("404")
        else:
            self._file(path.read_bytes(), behaviour)

    def log_message(self, *_: object) -> None:
        """Stay silent."""

    def _status(self, behaviour: str) -> None:
        status, _, retry_after = behaviour.partition(" ")
        self._answer(int(status), HTML, "text/html", headers={"Retry-After": retry_after})

    def _file(self, content: bytes, behaviour: str) -> None:
        if behaviour == "late":
            self._wait_and_count()
        if behaviour == "html":
            self._answer(200, HTML, "text/html; charset=utf-8")
        elif behaviour == "html-as-csv":
            self._answer(200, b"\n  " + HTML, "text/csv")
        elif behaviour == "flipped":
            self._answer(200, content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
        elif behaviour == "too-long":
            self._answer(200, content + b"1,2,3\n")
        elif behaviour in {"half", "reset", "stalls", "wrong-length"}:
            self._broken(content, behaviour)
        elif behaviour in ("whole", "new-version"):
            etag = ETAG if behaviour == "whole" else '"version-2"'
            self._answer(200, content, headers={"ETag": etag})
        else:
            self._range(content, wrong_place=behaviour == "wrong-place")

    def _wait_and_count(self) -> None:
        """Count ends before the answer: who has it may already let the next one ask."""
        state = self.server_state
        with state.counting:
            state.at_once += 1
            state.most_at_once = max(state.most_at_once, state.at_once)
        state.go_on.wait(0.3)
        with state.counting:
            state.at_once -= 1

    def _broken(self, content: bytes, behaviour: str) -> None:
        """Announce more than what comes before the connection ends."""
        if behaviour == "wrong-length":
            self._answer(200, content, n_bytes=len(content) + 100)
        else:
            self._answer(200, content[: len(content) // 2], n_bytes=len(content))
        if behaviour == "stalls":
            self.server_state.go_on.wait(20)
        elif behaviour == "reset":  # unsent data are dropped, and the other side is told so
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        self.close_connection = True

    def _range(self, content: bytes, *, wrong_place: bool) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if not wanted or self.headers.get("If-Range", ETAG) != ETAG:
            self._answer(200, content)
            return
        start = int(wanted[1]) - (7 if wrong_place else 0)
        content_range = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self._answer(206, content[start:], headers={"ETag": ETAG, "Content-Range": content_range})

    def _answer(
        self,
        status: int,
        body: bytes,
        content_type: str = "text/csv",
        *,
        n_bytes: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body) if n_bytes is None else n_bytes))
        for name, value in (headers or {"ETag": ETAG}).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
