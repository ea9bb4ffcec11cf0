"""Speak ASGI to an application: no network, and every byte of the answer can be looked at."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.types import ASGIApp, Message

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the application sent; `pieces` as they were handed to the connection."""

    status: int
    headers: dict[str, str]
    pieces: list[bytes]

    @property
    def body(self) -> bytes:
        """The pieces in one."""
        return b"".join(self.pieces)


def ask(
    app: ASGIApp, path: str, *, method: str = "GET", headers: Mapping[str, str] = NO_HEADERS
) -> Answer:
    """One request with the headers given and no others, except a Host of this machine."""
    sent: list[Message] = []
    # The path as a server gives it: percent signs are decoded already.
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path.partition("?")[0],
        "raw_path": path.encode("utf-8", "replace"),
        "query_string": path.partition("?")[2].encode(),
        "root_path": "",
        "headers": [
            (name.lower().encode(), value.encode())
            for name, value in ({"host": "127.0.0.1:8765"} | dict(headers)).items()
        ],
        "client": ("127.0.0.1", 40000),
        "server": ("127.0.0.1", 8765),
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    async def call() -> None:
        await app(scope, receive, send)

    asyncio.run(call())
    start = sent[0]
    return Answer(
        status=start["status"],
        headers={name.decode(): value.decode() for name, value in start["headers"]},
        pieces=[message.get("body", b"") for message in sent[1:]],
    )
