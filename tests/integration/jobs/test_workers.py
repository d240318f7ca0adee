"""Jobs done by real worker processes: killed, stopped, cut off, told to end; one effect each time."""

import os
import signal
import time
from pathlib import Path

from core import jobs
from core.audit import System
from core.db import transaction
from core.jobs import JobState
from tests.integration.jobs.conftest import Place
from tests.integration.jobs.site import ask, in_state, look, results, wait_for, worker


def child_of(pid: int) -> int | None:
    """Return the process a worker has started, None while there is none."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    children = " ".join((thread / "children").read_text(encoding="ascii") for thread in threads).split()
    return int(children[0]) if children else None


def alive(pid: int) -> bool:
    """Whether a process is there and more than a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_worker_does_what_is_asked_and_ends_when_told(place: Place) -> None:
    first = ask(place.app, "count", to=2)
    with worker(place.url, place.instance) as process:
        second = ask(place.app, "count", to=3)
        wait_for(lambda: in_state(place.app, first, JobState.DONE) and in_state(place.app, second, JobState.DONE))
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0
    assert sorted(results(place.app)) == [(first, "0-2"), (second, "0-3")]
    assert look(place.app, first).progress["number"] == 2


def test_a_worker_that_is_killed_with_its_child_leaves_the_work_to_another(place: Place) -> None:
    job = ask(place.app, "count", to=30, pause=0.1)
    with worker(place.url, place.instance) as first:
        wait_for(lambda: look(place.app, job).progress.get("number", 0) >= 3)
        child = child_of(first.pid)
        first.kill()
        first.wait()
        wait_for(lambda: child is not None and not alive(child), 5)
    with worker(place.url, place.instance):
        wait_for(lambda: in_state(place.app, job, JobState.DONE), 40)
    found = look(place.app, job)
    assert (found.attempt, found.fence) == (2, 2)
    assert found.progress["started_at"] >= 3
    assert len(results(place.app)) == 1


def test_a_child_that_is_killed_is_tried_again_from_its_best(place: Place) -> None:
    job = ask(place.app, "count", to=40, pause=0.1)
    with worker(place.url, place.instance) as process:
        wait_for(lambda: look(place.app, job).progress.get("number", 0) >= 3)
        child = child_of(process.pid)
        assert child is not None
        os.kill(child, signal.SIGKILL)
        wait_for(lambda: look(place.app, job).attempt == 2 or in_state(place.app, job, JobState.QUEUED))
        assert "SIGKILL" in str(look(place.app, job).reason)


def test_a_worker_paused_past_its_lease_writes_nothing_any_more(place: Place) -> None:
    job = ask(place.app, "count", to=30, pause=0.1)
    with worker(place.url, place.instance) as first:
        wait_for(lambda: look(place.app, job).progress.get("number", 0) >= 3)
        child = child_of(first.pid)
        assert child is not None
        for pid in (first.pid, child):
            os.kill(pid, signal.SIGSTOP)
        with worker(place.url, place.instance):
            wait_for(lambda: look(place.app, job).fence == 2, 15)
            for pid in (first.pid, child):
                os.kill(pid, signal.SIGCONT)
            wait_for(lambda: not alive(child), 10)
            wait_for(lambda: in_state(place.app, job, JobState.DONE), 40)
    assert len(results(place.app)) == 1
    assert look(place.app, job).fence == 2


def test_a_child_whose_worker_is_paused_is_fenced_off(small_place: Place) -> None:
    job = ask(small_place.app, "count", to=40, pause=0.1)
    with worker(small_place.url, small_place.instance) as first:
        wait_for(lambda: look(small_place.app, job).progress.get("number", 0) >= 3)
        child = child_of(first.pid)
        assert child is not None
        os.kill(first.pid, signal.SIGSTOP)
        with worker(small_place.url, small_place.instance):
            wait_for(lambda: look(small_place.app, job).fence == 2, 15)
            wait_for(lambda: not alive(child), 5)
            wait_for(lambda: in_state(small_place.app, job, JobState.DONE), 40)
    assert len(results(small_place.app)) == 1


def test_a_job_that_listens_stops_softly(place: Place) -> None:
    job = ask(place.app, "count", to=500, pause=0.05)
    with worker(place.url, place.instance):
        wait_for(lambda: look(place.app, job).progress.get("number", 0) >= 2)
        with place.app.app_context(), transaction() as tx:
            jobs.request_cancel(tx, job, by=System())
        wait_for(lambda: in_state(place.app, job, JobState.CANCELLED), 10)
    assert results(place.app) == []


def test_a_deaf_job_is_ended_by_force(small_place: Place) -> None:
    job = ask(small_place.app, "deaf", seconds=60)
    with worker(small_place.url, small_place.instance) as process:
        wait_for(lambda: bool(look(small_place.app, job).progress))
        child = child_of(process.pid)
        with small_place.app.app_context(), transaction() as tx:
            jobs.request_cancel(tx, job, by=System())
        began = time.monotonic()
        wait_for(lambda: in_state(small_place.app, job, JobState.CANCELLED), 10)
        assert time.monotonic() - began < 5
        assert child is not None
        assert not alive(child)
    assert results(small_place.app) == []


def test_a_job_that_takes_too_long_or_too_much_is_ended(small_place: Place) -> None:
    slow, fat = ask(small_place.app, "short", seconds=60), ask(small_place.app, "fat")
    with worker(small_place.url, small_place.instance, "always", "200"):
        for job in (slow, fat):
            wait_for(lambda job=job: in_state(small_place.app, job, JobState.FAILED))  # type: ignore[misc]
    assert "seconds" in str(look(small_place.app, slow).reason)
    assert "memory" in str(look(small_place.app, fat).reason)


def test_a_worker_asked_to_end_gives_its_job_back_uncounted(small_place: Place) -> None:
    job = ask(small_place.app, "count", to=600, pause=0.1)
    with worker(small_place.url, small_place.instance) as process:
        wait_for(lambda: look(small_place.app, job).progress.get("number", 0) >= 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0
    found = look(small_place.app, job)
    assert (found.state, found.attempt) == (JobState.QUEUED, 0)
    assert found.best is not None


def test_poison_is_given_up_after_its_attempts(small_place: Place) -> None:
    job = ask(small_place.app, "poison")
    for attempt in (1, 2, 3):
        with worker(small_place.url, small_place.instance, "once") as process:
            assert process.wait(timeout=30) == 0
        assert look(small_place.app, job).attempt == attempt
        with small_place.app.app_context(), transaction() as tx:  # the back-off is over
            row = tx.get(jobs.Job, job)
            assert row is not None
            row.due_at = row.created_at
    found = look(small_place.app, job)
    assert found.state is JobState.DEAD
    assert "3 attempts" in str(found.reason)
    assert results(small_place.app) == []


def test_heavy_jobs_do_not_run_side_by_side(small_place: Place) -> None:
    pair = [ask(small_place.app, "heavy", seconds=1.0) for _ in range(2)]
    light = ask(small_place.app, "count", to=1)
    with worker(small_place.url, small_place.instance):
        wait_for(lambda: in_state(small_place.app, light, JobState.DONE))
        states = {look(small_place.app, job).state for job in pair}
        assert states == {JobState.RUNNING, JobState.QUEUED}
        wait_for(lambda: all(in_state(small_place.app, job, JobState.DONE) for job in pair))
