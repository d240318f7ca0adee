"""The outbox and the queue: what is committed arrives, what is rolled back never does."""

import json
from pathlib import Path

import pytest
from huey.registry import Message

from core import jobs, outbox
from core.audit import System
from core.db import reading, transaction
from core.jobs import Job
from core.jobs.claims import TOPIC
from core.jobs.courier import Courier
from core.jobs.wakeup import JsonSerializer, Wakeup
from core.jobs.worker import Post, Worker
from core.outbox import MOST_ATTEMPTS, OutboxRow
from tests.integration.jobs.conftest import Place
from tests.integration.jobs.site import ask, wait_for


class Stop(Exception):
    """Ends a transaction."""


def ask_and_fail() -> None:
    """Ask for a job in a transaction that comes to nothing."""
    with transaction() as tx:
        jobs.enqueue(tx, "count", {"to": 1}, by=System())
        raise Stop


def waiting_deliveries() -> int:
    """Return how many deliveries wait, as they stand now."""
    reading().rollback()
    return len(outbox.pending(reading()))


def test_nothing_leaves_before_the_commit_and_nothing_after_a_rollback(place: Place) -> None:
    told: list[int] = []
    outbox.after_commit(place.app, lambda: told.append(1))
    with place.app.app_context():
        with pytest.raises(Stop):
            ask_and_fail()
        assert told == []
        assert reading().query(OutboxRow).count() == reading().query(Job).count() == 0
        reading().rollback()
        with transaction() as tx:
            jobs.enqueue(tx, "count", {"to": 1}, by=System())
            assert told == []
        assert told == [1]
        assert len(outbox.pending(reading())) == 1


def test_the_courier_carries_a_new_job_to_the_queue(place: Place) -> None:
    wakeup = Wakeup(place.url, place.instance)
    courier = Courier(place.app, wakeup)
    courier.start()
    try:
        ask(place.app, "count", to=1)
        wait_for(lambda: wakeup.waiting() == 1)
        with place.app.app_context():
            wait_for(lambda: waiting_deliveries() == 0, 5)
    finally:
        courier.stop()
        wakeup.close()


def test_one_bad_delivery_does_not_hold_up_the_others(small_place: Place) -> None:
    arrived: list[object] = []
    with small_place.app.app_context():
        with transaction() as tx:
            outbox.post(tx, "unknown", {})
            outbox.post(tx, "known", {"n": 1})
        for _ in range(MOST_ATTEMPTS):
            outbox.deliver({"known": arrived.append})
        assert arrived == [{"n": 1}]
        assert outbox.pending(reading()) == []
        assert outbox.stuck(reading()) == 1


def test_a_lost_wake_up_is_made_up_for_by_the_sweep(place: Place) -> None:
    job = ask(place.app, "count", to=1)
    with place.app.app_context():
        outbox.deliver({TOPIC: lambda payload: None})
    wakeup = Wakeup(place.url, place.instance)
    try:
        assert wakeup.waiting() == 0
        Worker(place.app, wakeup, Post(command=[])).sweep()
        assert wakeup.waiting() == 1
    finally:
        wakeup.close()
    assert job


def test_a_damaged_queue_file_is_made_anew(small_place: Place) -> None:
    file = small_place.instance / "queue.db"
    file.write_bytes(b"nothing of SQLite's" * 200)
    wakeup = Wakeup(small_place.url, small_place.instance)
    wakeup.send(1)
    assert wakeup.waiting() == 1
    wakeup.close()


def test_messages_are_plain_json(tmp_path: Path) -> None:
    serializer = JsonSerializer()
    packed = serializer.serialize(Message("k", "wake", args=(7,)))
    assert json.loads(packed) == ["k", "wake", [7]]
    assert serializer.deserialize(packed).args == (7,)
    with pytest.raises(ValueError, match=r"decode|Expecting"):
        serializer.deserialize(b"\x80\x04K\x07.")
