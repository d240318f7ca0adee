import dataclasses

import pytest

from benchmarks.answer import Measurement, from_json, to_json
from benchmarks.child import measure
from benchmarks.registry import INSTANCES
from benchmarks.running import last_line, run

TINY = INSTANCES["XS"]


def test_measurement_survives_the_way_between_processes() -> None:
    measurement = measure(TINY, "greedy", 10.0, 1)
    assert from_json(to_json(measurement)) == measurement


@pytest.mark.parametrize("text", ["", "solver log", "[]", "{}", '{"instance": "XS"}'])
def test_anything_but_a_measurement_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_json(text)


def test_child_process_measures_time_memory_and_the_judged_plan() -> None:
    measurement = run(TINY, "greedy", 30.0, 1)
    assert measurement.note == ""
    assert measurement.is_valid
    assert measurement.values == measure(TINY, "greedy", 30.0, 1).values
    assert measurement.peak_mb is not None
    assert measurement.peak_mb > 10
    assert measurement.seconds is not None
    assert measurement.size["schools"] == len({"B0001", "B0002", "B0003", "B0004", "B0005", "B0006"})


def test_process_that_does_not_keep_its_limit_is_ended() -> None:
    measurement = run(TINY, "cp_sat", 0.01, 1, grace=0.01)
    assert isinstance(measurement, Measurement)
    assert measurement.values == {}
    assert measurement.note == "ended: limit not kept"


def test_process_that_fails_leaves_its_reason() -> None:
    measurement = run(dataclasses.replace(TINY, name="nowhere"), "greedy", 30.0, 1)
    assert measurement.values == {}
    assert measurement.note.startswith("failed: ")
    assert "nowhere" in measurement.note


def test_last_line_of_talkative_output_counts() -> None:
    assert last_line("log\nmore\nresult\n\n") == "result"
    assert last_line("") == ""
