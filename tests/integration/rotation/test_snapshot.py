"""The register read back as the planner's tables is the district that was written into it."""

from dataclasses import replace
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from core.db import reading
from optimizer import tables as planner_tables
from optimizer.check import evaluate
from optimizer.problem import Move, Problem, Teacher
from rotation.models.cycles import PlanInput, RotationCycle
from rotation.models.plans import Proposal, Scenario
from rotation.planning import solving
from rotation.planning.archive import packed, unpacked
from rotation.planning.snapshot import moves_of, snapshot
from tests.integration.rotation.district import rows_of


def _without_locks(problem: Problem) -> Problem:
    """The scenario of the tests has no locks; those of the demo are another matter."""
    return replace(problem, locks=())


def _people(problem: Problem) -> list[Teacher]:
    """Return the teachers in order: whether somebody is deferred, for a note stays with those who decided."""
    people = (replace(person, deferral="deferred" if person.deferral else "") for person in problem.teachers)
    return sorted(people, key=lambda person: person.staff_no)


def test_the_register_gives_the_same_problem(site: Flask, tables: Path, scenario_id: int) -> None:
    written = planner_tables.read(tables).problem
    scenario = reading().get_one(Scenario, scenario_id)
    cycle = reading().get_one(RotationCycle, scenario.cycle_id)
    found = solving.read(snapshot(reading(), cycle, scenario).tables.files).problem
    assert found.policy == written.policy
    assert found.required == written.required
    assert _people(found) == _people(written)
    assert {school.key: school for school in found.schools} == {
        school.key: replace(school, partners=tuple(sorted(school.partners))) for school in written.schools
    }
    assert sorted(found.units, key=str) == sorted(written.units, key=str)
    assert found.preferences == written.preferences
    assert found.travel == written.travel


def test_the_tables_are_written_like_those_of_the_demo(site: Flask, tables: Path, scenario_id: int) -> None:
    scenario = reading().get_one(Scenario, scenario_id)
    taken = snapshot(reading(), reading().get_one(RotationCycle, scenario.cycle_id), scenario)
    for name in ("schools", "units", "demand", "teachers", "preferences", "travel"):
        lines = taken.tables.files[f"{name}.csv"].decode().splitlines()
        wanted = (tables / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        assert lines[0] == wanted[0]
        assert len(lines) == len(wanted)
    assert sorted(taken.tables.files["demand.csv"].splitlines()) == sorted(
        (tables / "demand.csv").read_bytes().splitlines()
    )


def test_the_lines_of_the_plan_are_those_of_the_tables(site: Flask, tables: Path, proposal_id: int) -> None:
    proposal = reading().get_one(Proposal, proposal_id)
    problem = _without_locks(planner_tables.read(tables).problem)
    evaluation = evaluate(problem, moves_of(reading(), proposal_id))
    assert {line["name"]: line["value"] for line in proposal.lines} == dict(evaluation.values)
    assert {line["name"]: line["before"] for line in proposal.lines} == dict(evaluation.before)


def test_what_was_searched_is_kept_and_reads_the_same(site: Flask, proposal_id: int) -> None:
    proposal = reading().get_one(Proposal, proposal_id)
    known = reading().execute(select(PlanInput).where(PlanInput.id == proposal.input_id)).scalar_one()
    read = solving.read(unpacked(known.archive))
    assert (read.input_sha256, read.policy_sha256) == (proposal.input_sha256, proposal.policy_sha256)
    assert packed(unpacked(known.archive)) == known.archive


def test_moves_are_those_of_the_file(site: Flask, tables: Path, proposal_id: int, tmp_path: Path) -> None:
    proposal = reading().get_one(Proposal, proposal_id)
    (tmp_path / "moves.csv").write_bytes(proposal.moves_csv)
    listed = {Move(row["staff_no"], row["to_school"], row["subject"]) for row in rows_of(tmp_path / "moves.csv")}
    assert listed == set(moves_of(reading(), proposal_id))
