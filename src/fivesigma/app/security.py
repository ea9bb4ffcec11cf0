"""What every answer carries, and which names the server answers to. Pure ASGI: no copy, no task."""

from collections.abc import Mapping, MutableMapping
from types import MappingProxyType
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# 'wasm-unsafe-eval' lets the training worker compile its small WebAssembly module, and no script
# from text: wide networks learn three times as fast.
PAGE_POLICY = (
    "default-src 'none'; "
    "script-src 'self' 'wasm-unsafe-eval'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "connect-src 'self'; "
    "worker-src 'self'; "
    "manifest-src 'self'; "
    "base-uri 'none'; "
    "form-action 'none'"
)
"""What a page may do, as far as it can say so itself, where nobody sends headers."""

CONTENT_SECURITY_POLICY = f"{PAGE_POLICY}; frame-ancestors 'self'"

SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
)

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


class SecurityHeaders:
    """Adds the headers above to every answer, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in SECURITY_HEADERS.items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *self._headers]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


class TrustedHosts:
    """Refuses requests whose Host header names another site (DNS rebinding), with status 421.

    `hosts`: the names answered to, without port; None answers to every name, which is right where
    the server is bound to a public address on purpose.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str] | None) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._hosts is None or _host(scope) in self._hosts:
            await self._app(scope, receive, send)
            return
        detail = (
            "This server answers to its own machine only. "
            "To show the page on other machines, start it with: fivesigma --host 0.0.0.0"
        )
        await JSONResponse({"detail": detail}, status_code=421)(scope, receive, send)


class HeadRequests:
    """Answers HEAD as GET without the body, for every route alike."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, send_without_body)


def _host(scope: MutableMapping[str, Any]) -> str:
    """The Host header without its port, "" where there is none or more than one.

    >>> _host({"headers": [(b"host", b"[::1]:8765")]})
    '::1'
    """
    values = [value for name, value in scope["headers"] if name.lower() == b"host"]
    host = values[0].decode("latin-1").lower() if len(values) == 1 else ""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
