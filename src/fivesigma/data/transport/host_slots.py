"""How many processes that share a cache may ask one server at a time.

opendata.cern.ch answers "429 Too Many Requests" to about fifteen parallel requests, so that a class
on one machine would lock itself out.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

REQUESTS_PER_HOST: Final = 4
POLL_S: Final = 0.05


@contextmanager
def host_slot(folder: Path, host: str, stop_if_cancelled: Callable[[], None]) -> Iterator[None]:
    """Hold one of the places at `host`, waiting for one to be free.

    `folder`: where the places are locked; all who share it share them. `stop_if_cancelled` is asked
    while waiting, and may raise. A process that is killed frees its place.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with host_slot(Path(folder), "opendata.cern.ch", lambda: None):
    ...         sorted(path.name for path in Path(folder).iterdir())
    ['opendata.cern.ch.0.lock']
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = host.replace(":", "_")
    places = [FileLock(folder / f"{name}.{number}.lock") for number in range(REQUESTS_PER_HOST)]
    place = _free_place(places)
    while place is None:
        stop_if_cancelled()
        time.sleep(POLL_S)
        place = _free_place(places)
    try:
        yield
    finally:
        place.release()


def _free_place(places: list[FileLock]) -> FileLock | None:
    for place in places:
        try:
            place.acquire(blocking=False)
        except Timeout:
            continue
        return place
    return None
