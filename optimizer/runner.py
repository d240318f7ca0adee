"""The search in a process of its own: it can be stopped at any moment, and what it had found is kept.

Solvers hold threads and memory, and cannot be interrupted in the middle of a node. So the child sends every better
state of the answer as it comes, and the parent simply ends it when asked to or when its time is up.
"""

import multiprocessing
import multiprocessing.process
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

from optimizer.conflict import explain_infeasible
from optimizer.problem import Problem
from optimizer.search.clock import Clock
from optimizer.settings import Settings
from optimizer.solution import Progress, Solution, Status, StoppedBy
from optimizer.solve import solve

__all__ = ["Settings", "SolverCrashed", "solve_in_child"]

GRACE = 3.0
"""Seconds a child may take to end by itself after its time limit."""
TICK = 0.1
ORPHANED = 2.0
"""Seconds until a child notices that its parent was killed."""


class SolverCrashed(Exception):
    """The child ended without an answer; carries its traceback where it could still send one."""


@dataclass(frozen=True, slots=True)
class _Crash:
    """What a failing child sends last."""

    trace: str


def _new_child(sender: Connection, problem: Problem, settings: Settings) -> multiprocessing.process.BaseProcess:
    """Fork a plain command, so that nothing is imported twice; a process with threads, such as a server, must spawn."""
    arguments = (sender, problem, settings)
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork").Process(target=_child, args=arguments, daemon=True)
    return multiprocessing.get_context("spawn").Process(target=_child, args=arguments, daemon=True)


def never() -> bool:
    """Never cancel."""
    return False


def _unheard(state: Solution) -> None:
    """Tell nobody of a better plan."""


def solve_in_child(
    problem: Problem,
    settings: Settings,
    on_progress: Callable[[Progress], None],
    cancelled: Callable[[], bool] = never,
    on_plan: Callable[[Solution], None] | None = None,
) -> Solution:
    """Solve in a child process; Ctrl-C or `cancelled` stops it and keeps the best plan; `on_plan` sees each better one.

    Raises SolverCrashed when the child fails; a time-out without a plan is an answer (status unknown), not a failure.
    """
    receiver, sender = multiprocessing.Pipe(duplex=False)
    child = _new_child(sender, problem, settings)
    started = time.monotonic()
    child.start()
    sender.close()
    try:
        return _listen(receiver, settings, on_progress, cancelled, on_plan or _unheard, started)
    finally:
        child.kill()
        child.join()
        receiver.close()


def _listen(
    receiver: Connection,
    settings: Settings,
    on_progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    on_plan: Callable[[Solution], None],
    started: float,
) -> Solution:
    """Take in what the child sends until it is done, cancelled or out of time."""
    state = Solution(Status.UNKNOWN, (), (), StoppedBy.TIME, 0.0, settings.seed, settings.workers)
    deadline = started + settings.time_limit + GRACE
    try:
        while not cancelled():
            if not receiver.poll(TICK):
                if time.monotonic() > deadline:
                    return _stopped(state, StoppedBy.TIME, started)
                continue
            match receiver.recv():
                case Progress() as step:
                    on_progress(step)
                case (final, Solution() as state):
                    if final:
                        return state
                    if state.moves:
                        on_plan(state)
                case _Crash(trace):
                    raise SolverCrashed(trace)
    except KeyboardInterrupt:
        return _stopped(_latest(receiver, state), StoppedBy.CANCEL, started)
    except EOFError as gone:
        raise SolverCrashed("the search ended without an answer") from gone
    return _stopped(_latest(receiver, state), StoppedBy.CANCEL, started)


def _latest(receiver: Connection, state: Solution) -> Solution:
    """Take in what was sent before the search was stopped: a plan already found is not lost."""
    try:
        while receiver.poll(0):
            match receiver.recv():
                case (_, Solution() as state):
                    pass
    except EOFError:
        pass
    return state


def _stopped(state: Solution, by: StoppedBy, started: float) -> Solution:
    """The last state, marked with what ended the search."""
    return replace(state, stopped_by=by, seconds=time.monotonic() - started)


def _child(sender: Connection, problem: Problem, settings: Settings) -> None:
    """Solve and send; Ctrl-C is the parent's to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    _silence()
    try:
        sender.send((True, answer(problem, settings, lambda state: sender.send((False, state)), sender.send)))
    except Exception:  # noqa: BLE001 - whatever fails here is told to the parent, with its traceback
        sender.send(_Crash(traceback.format_exc()))


def _end_with_parent(parent: int) -> None:
    """End the search when whoever asked for it is gone: nobody would hear its answer."""
    while os.getppid() == parent:
        time.sleep(ORPHANED)
    os._exit(1)


def _silence() -> None:
    """Send what solver libraries print to nowhere: standard output belongs to the caller's answer."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def answer(
    problem: Problem, settings: Settings, publish: Callable[[Solution], None], progress: Callable[[Progress], None]
) -> Solution:
    """Solve in this process; an infeasible problem comes back with the rules that conflict and what would mend it."""
    clock = Clock(settings.time_limit)
    solution = solve(problem, settings, publish, progress)
    if solution.status is not Status.INFEASIBLE:
        return solution
    conflict, relaxations = explain_infeasible(problem, clock)
    return replace(solution, conflict=conflict, relaxations=relaxations, seconds=clock.seconds)
