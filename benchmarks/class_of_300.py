"""Claim: 300 students open the page within 10 s, or all in one instant, and nobody waits or fails.

    python benchmarks/class_of_300.py [--json]

A client of plain sockets on this machine asks as a browser does on a first visit: the page, then
script, style and icon, then the worker, the facts and the status, then the dataset, compressed with
brotli, over up to three connections that are kept. It shares two cores with the server.
Nothing is sent to any other machine; the client ends by itself after at most three minutes.
The peers' figures (100 users) were measured once on such a machine, not in this run.
"""

import asyncio
import random
import re
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import brotli

from claims import Claim, percentile, report
from in_browser import serving

N_STUDENTS, WITHIN_S, LONGEST_S = 300, 10.0, 180.0
N_CONNECTIONS = 3
N_FILES_OPEN = 4096
REQUEST = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\nConnection: keep-alive\r\n\r\n"
)


@dataclass(slots=True)
class Connection:
    """One kept connection; `get` sends a request and reads the whole answer."""

    host: str
    port: int
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> bytes:
        """The body as it came over the wire; ValueError where the answer is not 200."""
        if self.reader is None or self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        self.writer.write(REQUEST.format(path=path, host=f"{self.host}:{self.port}").encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        if not head.startswith("http/1.1 200"):
            msg = f"{path} answered {head.splitlines()[0]}"
            raise ValueError(msg)
        length = re.search(r"content-length: (\d+)", head)
        return await self.reader.readexactly(int(length.group(1))) if length else b""

    def close(self) -> None:
        """Hang up."""
        if self.writer is not None:
            self.writer.close()


@dataclass(slots=True)
class Outcome:
    """What all students together have seen."""

    request_s: list[float] = field(default_factory=list)
    served_s: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    megabytes: float = 0.0


def visit_of(address: str) -> list[list[str]]:
    """The paths of a first visit, those of one group asked for at the same time.

    Read from the page itself, so that they are always the right ones.
    """

    async def look() -> list[list[str]]:
        parts = urlsplit(address)
        connection = Connection(str(parts.hostname), parts.port or 80)
        index = brotli.decompress(await connection.get("/")).decode()
        assets = re.findall(r'(?:src|href)="\.(/assets/[^"]+)"', index)
        [script] = [path for path in assets if path.endswith(".js")]
        code = brotli.decompress(await connection.get(script)).decode()
        [worker] = set(re.findall(r"worker-[\w-]+\.js", code))
        status = (await connection.get("/status.json")).decode()
        datasets = re.findall(r'"data_url":"([^"]+)"', status)
        connection.close()
        return [
            ["/"],
            assets,
            [f"/assets/{worker}", "/facts.json", "/status.json"],
            [f"/{datasets[0]}"],
        ]

    return asyncio.run(look())


async def one_student(
    address: str, visit: Sequence[Sequence[str]], delay_s: float, outcome: Outcome
) -> None:
    """Open the page after a delay; errors are noted, never raised."""
    await asyncio.sleep(delay_s)
    parts = urlsplit(address)
    lines = [Connection(str(parts.hostname), parts.port or 80) for _ in range(N_CONNECTIONS)]

    async def ask(line: Connection, paths: Sequence[str]) -> None:
        for path in paths:
            asked_s = time.perf_counter()
            body = await line.get(path)
            outcome.request_s.append(time.perf_counter() - asked_s)
            outcome.megabytes += len(body) / 1e6

    start_s = time.perf_counter()
    try:
        for group in visit:
            shares = [group[index::N_CONNECTIONS] for index in range(N_CONNECTIONS)]
            await asyncio.gather(*(ask(*pair) for pair in zip(lines, shares, strict=True)))
    except (OSError, ValueError, asyncio.IncompleteReadError) as error:
        outcome.errors.append(f"{type(error).__name__}: {error}")
    else:
        outcome.served_s.append(time.perf_counter() - start_s)
    finally:
        for line in lines:
            line.close()


def whole_class(address: str, visit: Sequence[Sequence[str]], within_s: float) -> Outcome:
    """All students, each at a moment of their own within `within_s`."""
    rng = random.Random(1)  # noqa: S311 - moments of arrival, not secrets
    outcome = Outcome()

    async def arrive() -> None:
        delays = [within_s * rng.random() for _ in range(N_STUDENTS)]
        async with asyncio.timeout(LONGEST_S / 3):
            await asyncio.gather(*(one_student(address, visit, d, outcome) for d in delays))

    try:
        asyncio.run(arrive())
    except TimeoutError:
        missing = N_STUDENTS - len(outcome.served_s) - len(outcome.errors)
        outcome.errors.extend(["not served in time"] * missing)
    return outcome


def resident_megabytes(pid: int) -> float:
    """Memory of the server as the system counts it; 0 where there is no /proc."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
    return int(found.group(1)) / 1e3 if found else 0.0


def claims_of(which: str, outcome: Outcome, *, instant: bool) -> list[Claim]:
    """Errors, requests and waiting of one way to arrive."""
    served = max(outcome.served_s, default=float("inf"))
    return [
        Claim(
            name=f"{which}: errors among {N_STUDENTS} students",
            value=len(outcome.errors),
            unit="",
            budget=0,
        ),
        Claim(
            name=f"{which}: request, p95 of {len(outcome.request_s):,}",
            value=1e3 * percentile(outcome.request_s, 95),
            unit="ms",
            budget=None if instant else 300.0,
        ),
        Claim(
            name=f"{which}: everything there, last student",
            value=served,
            unit="s",
            budget=5.0 if instant else None,
            peer=9.1,
            peer_name="quicker of two peers, median of 100 users",
        ),
    ]


def measure() -> list[Claim]:
    """Within ten seconds, then in one instant, then once more to see the memory."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(N_FILES_OPEN, most), most))
    with serving() as server:
        visit = visit_of(server.address)
        before = resident_megabytes(server.pid)
        spread = whole_class(server.address, visit, WITHIN_S)
        first = whole_class(server.address, visit, 0.0)
        after_first = resident_megabytes(server.pid)
        second = whole_class(server.address, visit, 0.0)
        after_second = resident_megabytes(server.pid)
    instant = first if max(first.served_s) > max(second.served_s) else second
    return [
        *claims_of(f"within {WITHIN_S:g} s", spread, instant=False),
        *claims_of("in one instant, slower of two", instant, instant=True),
        Claim(name="a student's visit", value=instant.megabytes / N_STUDENTS, unit="MB"),
        Claim(name="memory of the server before", value=before, unit="MB"),
        Claim(name="more after the first 600 students", value=after_first - before, unit="MB"),
        Claim(
            name="more again after 300 others",
            value=after_second - after_first,
            unit="MB",
            budget=5.0,
        ),
    ]


if __name__ == "__main__":
    report(__doc__.splitlines()[0], measure())
