"""Run the application on a bound socket until someone presses Ctrl-C."""

import contextlib
import socket

import uvicorn
from starlette.types import ASGIApp


def serve_until_interrupted(app: ASGIApp, listener: socket.socket) -> None:
    """Serve on a socket from `listen.bind_socket`; returns after Ctrl-C, and closes the socket."""
    config = uvicorn.Config(
        app,
        access_log=False,
        lifespan="off",
        log_config=None,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=1,
        ws="none",
    )
    # uvicorn finishes what it is sending, then raises the signal it had caught once more.
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
