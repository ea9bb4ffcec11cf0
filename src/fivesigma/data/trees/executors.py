"""Where work is done: in this process, in processes of this machine, or on a Dask cluster.

The same function runs on the same tasks in all three, so that their results are the same. A worker
that dies costs only the task that it was at, which is done again elsewhere.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from typing import Any, Final, TypeVar

from fivesigma.core.errors import DataError

T = TypeVar("T")
R = TypeVar("R")

MAX_DEATHS: Final = 3
"""How often workers may die before the work is given up: a task that kills its worker kills all."""
IN_FLIGHT_PER_WORKER: Final = 2
"""Tasks handed out at a time: few, so that memory does not grow with their number."""


def run_tasks(
    work: Callable[[T], R],
    tasks: Mapping[str, T],
    *,
    workers: int,
    scheduler: Any = None,
) -> Iterator[tuple[str, R]]:
    """`work` on every task, by its key, in the order in which they finish.

    `scheduler`: address of a Dask scheduler, or a client of one; without it, `workers` processes of
    this machine, or this process alone where that is 1. DataError where workers die again and
    again, and where the cluster cannot be reached; what `work` raises comes out as it is.

    >>> dict(run_tasks(abs, {"a": -1, "b": 2}, workers=1))
    {'a': 1, 'b': 2}
    """
    if scheduler is not None:
        yield from _on_cluster(work, tasks, scheduler)
    elif workers == 1 or len(tasks) <= 1:
        for key, task in tasks.items():
            yield key, work(task)
    else:
        yield from _in_processes(work, tasks, workers)


def _in_processes(
    work: Callable[[T], R], tasks: Mapping[str, T], workers: int
) -> Iterator[tuple[str, R]]:
    left = dict(tasks)
    for _ in range(MAX_DEATHS):
        try:
            for key, result in _in_one_pool(work, left, min(workers, len(left))):
                del left[key]
                yield key, result
        except BrokenProcessPool:
            continue
        return
    msg = (
        f"worker processes died {MAX_DEATHS} times, {len(left)} pieces of work are left; is the "
        "memory full? Give the command again with --workers 1."
    )
    raise DataError(msg)


def _in_one_pool(
    work: Callable[[T], R], tasks: Mapping[str, T], workers: int
) -> Iterator[tuple[str, R]]:
    """As `run_tasks`; BrokenProcessPool as soon as a worker dies."""
    queue = iter(list(tasks.items()))
    running: dict[Future[R], str] = {}
    # "spawn": a forked copy of a process that has threads may hang.
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        while True:
            while len(running) < workers * IN_FLIGHT_PER_WORKER:
                following = next(queue, None)
                if following is None:
                    break
                key, task = following
                running[pool.submit(work, task)] = key
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _on_cluster(
    work: Callable[[T], R], tasks: Mapping[str, T], scheduler: Any
) -> Iterator[tuple[str, R]]:
    distributed = _distributed()
    with ExitStack() as stack:
        client = scheduler
        if isinstance(scheduler, str):
            client = stack.enter_context(_client(distributed, scheduler))
        waiting = {
            client.submit(work, task, key=f"fivesigma-{key}", pure=False): key
            for key, task in tasks.items()
        }
        for future in distributed.as_completed(list(waiting), loop=client.loop):
            key = waiting.pop(future)
            try:
                result = future.result()
            except distributed.scheduler.KilledWorker:
                msg = "the workers of the cluster die at one piece of work again and again."
                raise DataError(msg) from None
            future.release()
            yield key, result


def _client(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout="20s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        msg = f"no Dask scheduler answers at {address} ({error}); is its address right?"
        raise DataError(msg) from None


def _distributed() -> Any:
    try:
        import distributed  # noqa: PLC0415 - an extra: only a cluster needs it
    except ImportError:
        msg = 'a Dask cluster needs an extra that is missing: pip install "fivesigma[cluster]".'
        raise DataError(msg) from None
    return distributed
