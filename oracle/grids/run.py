"""All points of a sweep, over several processes; what is done stays done when it is interrupted."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from oracle.failures import Undecided
from oracle.grids.folder import Folder
from oracle.grids.grid_point import Result, certified_point, crashed

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


def sweep(
    folder: Folder, problem: bytes, file: str, beside: str, jobs: int, step: Callable[[], None]
) -> dict[int, Result]:
    """Answer every point that is not done; each is on disk as soon as it is answered.

    Args:
        folder: of the sweep; what is proved there is not asked again.
        problem: bytes of the problem file.
        file: what errors call it.
        beside: folder of the files that the problem names.
        jobs: processes.
        step: called after every point.

    Returns:
        a result for every point, failures included.

    Raises:
        KeyboardInterrupt: everything answered so far is on disk.
    """
    results = folder.earlier()
    for _ in results:
        step()
    todo = [index for index in range(len(folder.points)) if index not in results]
    if not todo:
        folder.write_table(results)
        return results
    for name in THREADS:  # one thread a process: the processes share the cores
        os.environ.setdefault(name, "1")
    # a fresh interpreter: solvers with threads do not survive a fork
    pool = ProcessPoolExecutor(min(jobs, len(todo)), mp_context=get_context("spawn"))
    try:
        asked: dict[Future[Result], int] = {
            pool.submit(certified_point, problem, file, beside, dict(folder.points[index])): index for index in todo
        }
        for done in as_completed(asked):
            index = asked[done]
            results[index] = _result(done)
            _written(folder, index, results)
            step()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return results


def _result(done: Future[Result]) -> Result:
    try:
        return done.result()
    except BrokenProcessPool as error:  # killed, for want of memory for example
        return crashed(error)
    except (ArithmeticError, LookupError, MemoryError, RuntimeError, TypeError, ValueError) as error:
        return crashed(error)


def _written(folder: Folder, index: int, results: dict[int, Result]) -> None:
    try:
        folder.write(index, results[index])
        folder.write_table(results)
    except OSError as error:
        raise Undecided("unwritable", f"{folder.path} cannot be written: {error.strerror}") from None
