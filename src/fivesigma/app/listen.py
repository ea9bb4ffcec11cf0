"""The socket the app listens on, bound before anything else so that a taken port is a clear error.

The only file outside data/ that may open a socket.
"""

import errno
import socket
import sys
from typing import TypeAlias

from fivesigma.core.errors import FiveSigmaError

DEFAULT_PORT = 8765

_Address: TypeAlias = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
_PORTS_TO_TRY = 50
# TEST-NET-1 (RFC 5737): a route to it goes by the ordinary network card, and nobody lives there.
_SOMEWHERE_ELSE = ("192.0.2.1", 9)


def bind_socket(host: str, port: int) -> socket.socket:
    """A listening socket on that address; port 0 lets the system choose.

    FiveSigmaError where the port is taken or not allowed, or the host is not of this machine.
    """
    family, address = _resolve(host, port)
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        # Start again at once after a stop; on Windows the option would let two programs share.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise FiveSigmaError(_explain(error, host, port)) from error
    return listener


def page_address(listener: socket.socket, host: str) -> str:
    """The address to type into a browser on this machine.

    >>> with bind_socket("127.0.0.1", 0) as listener:
    ...     page_address(listener, "127.0.0.1").startswith("http://127.0.0.1:")
    True
    """
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    port = listener.getsockname()[1]
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def lan_host() -> str | None:
    """This machine's address in its network, None without one. Nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_SOMEWHERE_ELSE)
        except OSError:
            return None
        return str(probe.getsockname()[0])


def _resolve(host: str, port: int) -> tuple[int, _Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        msg = (
            f"--host {host} is not an address of this machine. Use 127.0.0.1 for this machine "
            "alone, or 0.0.0.0 for everyone in the same network."
        )
        raise FiveSigmaError(msg) from error
    family, _, _, _, address = found[0]
    return family, address


def _explain(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        free = _next_free(host, port)
        hint = f"--port {free}" if free else "--port 0, which takes any free one"
        return f"Port {port} is taken, perhaps by another fivesigma. Try: fivesigma {hint}"
    if error.errno == errno.EACCES:
        return f"Port {port} needs administrator rights. Try: fivesigma --port {DEFAULT_PORT}"
    if error.errno == errno.EADDRNOTAVAIL:
        return (
            f"--host {host} is not an address of this machine. Use 127.0.0.1 for this machine "
            "alone, or 0.0.0.0 for everyone in the same network."
        )
    return f"Cannot listen on {host}, port {port}: {error.strerror}. Try another --port or --host."


def _next_free(host: str, port: int) -> int | None:
    """The first free port above, None if the next fifty are all taken."""
    for candidate in range(port + 1, min(port + 1 + _PORTS_TO_TRY, 65536)):
        family, address = _resolve(host, candidate)
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            try:
                probe.bind(address)
            except OSError:
                continue
            return candidate
    return None
