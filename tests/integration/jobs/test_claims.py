"""Who owns a job: one winner of every race, and no word from whoever lost."""

import threading
from datetime import timedelta

import pytest

from core import jobs
from core.audit import AuditEntry, System
from core.clock import instant
from core.db import reading, transaction
from core.errors import Conflict
from core.jobs import Fenced, Job, JobState, claims
from core.jobs.context import open_context
from core.jobs.running import Ended, run_claimed, run_waiting
from tests.integration.jobs.conftest import Place
from tests.integration.jobs.site import ask, look, results

LEASE = timedelta(seconds=30)


def claim(place: Place, job: int, who: str = "w", lease: timedelta = LEASE) -> claims.Claim | None:
    """Claim a job in a transaction of its own."""
    with place.app.app_context(), transaction() as tx:
        return claims.claim(tx, job, who, lease)


def events(place: Place, job: int) -> list[str]:
    """Return what the audit trail says of a job."""
    with place.app.app_context():
        rows = reading().query(AuditEntry).filter_by(subject_kind="job", subject_key=str(job)).order_by(AuditEntry.seq)
        return [entry.event for entry in rows]


def test_of_many_workers_one_gets_the_job(place: Place) -> None:
    job = ask(place.app, "count", to=1)
    barrier, won, failed = threading.Barrier(20), [], []

    def try_it(number: int) -> None:
        barrier.wait()
        try:
            if (taken := claim(place, job, f"w{number}")) is not None:
                won.append(taken)
        except Exception as error:  # noqa: BLE001 - any error at all fails the test
            failed.append(error)

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), failed) == (1, [])
    assert look(place.app, job).attempt == 1


def test_many_who_ask_for_the_same_get_the_same_job(place: Place) -> None:
    barrier, found, failed = threading.Barrier(10), [], []

    def try_it() -> None:
        barrier.wait()
        try:
            found.append(ask(place.app, "count", key="solve:1", to=1))
        except Exception as error:  # noqa: BLE001 - any error at all fails the test
            failed.append(error)

    threads = [threading.Thread(target=try_it) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(found) == 10
    assert len(set(found)) == 1


def test_a_key_is_free_again_when_its_job_has_ended(small_place: Place) -> None:
    first = ask(small_place.app, "count", key="solve:1", to=1)
    with small_place.app.app_context():
        run_waiting(small_place.app)
    assert ask(small_place.app, "count", key="solve:1", to=1) != first


def test_a_run_past_its_lease_is_replaced_and_silenced(place: Place) -> None:
    job = ask(place.app, "count", to=1)
    old = claim(place, job, "old", timedelta(seconds=-1))
    assert old is not None
    new = claim(place, job, "new")
    assert new is not None
    assert new.fence == old.fence + 1
    with place.app.app_context():
        for act in (claims.hold, claims.give_back):
            with pytest.raises(Fenced), transaction() as tx:
                act(tx, job, old.fence)
        with pytest.raises(Fenced), transaction() as tx:
            claims.extend(tx, job, old.fence, LEASE)
        with pytest.raises(Fenced), transaction() as tx:
            claims.conclude(tx, job, old.fence, JobState.DONE)
        with pytest.raises(Fenced):
            open_context(job, old.fence)
    assert run_claimed(place.app, job, old.fence) is Ended.FENCED
    assert run_claimed(place.app, job, new.fence) is Ended.SETTLED
    assert results(place.app) == [(job, "0-1")]


def test_a_result_is_dropped_when_the_job_was_lost_meanwhile(place: Place) -> None:
    job = ask(place.app, "count", to=1)
    old = claim(place, job, "old")
    assert old is not None
    with place.app.app_context():
        context = open_context(job, old.fence)
        with transaction() as tx:
            row = tx.get(Job, job)
            assert row is not None
            row.lease_until = instant() - timedelta(seconds=1)
    assert claim(place, job, "new") is not None
    with place.app.app_context():
        with pytest.raises(Fenced):
            context.best(b"late")
        with pytest.raises(Fenced):
            context.progress({"late": True})
        with pytest.raises(Fenced):
            context.cancelled()
        with pytest.raises(Fenced), context.concluding():
            pytest.fail("the block must not be reached")
    assert look(place.app, job).progress == {}


def test_lost_runs_are_reaped_and_in_the_end_given_up(place: Place) -> None:
    job = ask(place.app, "count", to=1)
    for _ in range(3):
        assert claim(place, job, "gone", timedelta(seconds=-1)) is not None
        with place.app.app_context(), transaction() as tx:
            assert claims.reap(tx) == [job]
    assert look(place.app, job).state is JobState.DEAD
    assert claim(place, job) is None
    assert events(place, job) == ["job.enqueued", "job.requeued", "job.requeued", "job.finished"]


def test_a_waiting_job_is_cancelled_at_once_and_can_be_tried_again(place: Place) -> None:
    job = ask(place.app, "count", to=1)
    with place.app.app_context(), transaction() as tx:
        jobs.request_cancel(tx, job, by=System())
    assert look(place.app, job).state is JobState.CANCELLED
    assert claim(place, job) is None
    with place.app.app_context():
        with pytest.raises(Conflict), transaction() as tx:
            jobs.request_cancel(tx, job, by=System())
        with transaction() as tx:
            jobs.retry(tx, job, by=System())
        run_waiting(place.app)
    assert look(place.app, job).state is JobState.DONE
    with place.app.app_context(), pytest.raises(Conflict), transaction() as tx:
        jobs.retry(tx, job, by=System())
    assert events(place, job) == ["job.enqueued", "job.cancel_requested", "job.retried", "job.finished"]


def test_a_lost_run_somebody_wanted_to_stop_is_cancelled(small_place: Place) -> None:
    job = ask(small_place.app, "count", to=1)
    assert claim(small_place, job, "gone", timedelta(seconds=-1)) is not None
    with small_place.app.app_context():
        with transaction() as tx:
            jobs.request_cancel(tx, job, by=System())
        assert claim(small_place, job) is None
        with transaction() as tx:
            claims.reap(tx)
    assert look(small_place.app, job).state is JobState.CANCELLED


def test_a_refusal_is_an_answer_and_an_accident_is_tried_again(small_place: Place) -> None:
    refused, accident = ask(small_place.app, "refuse"), ask(small_place.app, "stumble")
    with small_place.app.app_context():
        run_waiting(small_place.app)
    assert look(small_place.app, refused).state is JobState.FAILED
    assert str(look(small_place.app, refused).reason) == "The table has no rows. Send another one."
    found = look(small_place.app, accident)
    assert (found.state, found.attempt) == (JobState.QUEUED, 1)
    assert found.due_at > instant()
    assert "ZeroDivisionError" in str(found.reason)
    assert "secret" not in str(found.error)


def test_jobs_run_in_place_right_after_the_commit(small_place: Place) -> None:
    jobs.run_in_place(small_place.app)
    job = ask(small_place.app, "count", to=2)
    assert look(small_place.app, job).state is JobState.DONE
