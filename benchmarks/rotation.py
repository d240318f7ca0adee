"""What people wait for in rotation at the size of a large district: `python -m benchmarks.rotation [--schools 330]`.

The plan is the rule of thumb's, not a proven one: what is measured is everything around the search.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from accounts.identity import Identity
from accounts.models import User
from accounts.permissions import Role
from benchmarks.districts import Size, make_district
from benchmarks.methods import greedy
from benchmarks.site import opened, site
from core.clock import instant
from core.db import reading, transaction
from optimizer.problem import Problem
from optimizer.solution import Solution, Status, StoppedBy
from policy.months import Month, format_month
from rotation import queries, services
from rotation.models.cycles import Preference, RotationCycle
from rotation.models.plans import Scenario
from rotation.planning import keeping, snapshot, solving
from rotation.planning.rows import rows_of
from rotation.planning.storing import store
from rotation.vocabulary.drafts import CycleDraft, ScenarioDraft
from teachers.models import Demand, Posting, School, SchoolUnit, Teacher, Zone

ON = date(2026, 9, 1)
PROMISED = 1.0
"""Seconds a proposal page may take."""
ROUNDS = 5


def main() -> int:
    """Measure and print; the exit code says whether the promise of the proposal page holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=330)
    wish = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        return 0 if measure(folder, make_district(Size(schools=wish.schools, radius=30.0, teams=90))) else 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, problem: Problem) -> bool:
    """Fill a register, store a plan, and time the pages."""
    print(f"{len(problem.teachers):,} teachers, {len(problem.schools)} schools")
    app = site(folder)
    with app.app_context():
        with transaction() as tx:
            officer = account(tx)
            fill(tx, problem)
        proposal_id, cycle_id = planned(problem, officer)
        why = questions(proposal_id, officer)
    pages = {name: page_time(app, officer, address) for name, address in addresses(proposal_id, cycle_id).items()}
    print("\n".join(f"{name}: {seconds * 1000:,.0f} ms" for name, seconds in {**pages, **why}.items()))
    return pages["proposal page"] <= PROMISED


def addresses(proposal_id: int, cycle_id: int) -> dict[str, str]:
    """Return the pages people wait for."""
    proposal = f"/proposals/{proposal_id}"
    return {
        "proposal page": proposal,
        "moves, filtered": f"{proposal}?kind=wished&q=0",
        "schools of the proposal": f"{proposal}/schools",
        "what stays short": f"{proposal}/short",
        "eligibility list": f"/cycles/{cycle_id}/eligibility?q=1",
        "compare": f"/proposals/compare?a={proposal_id}&b={proposal_id}",
        "desk": "/desk",
    }


def page_time(app: Flask, officer: Identity, address: str) -> float:
    """Return the median seconds of a page, its first opening left out."""
    opened(app, officer, address)
    return statistics.median(opened(app, officer, address) for _ in range(ROUNDS))


def questions(proposal_id: int, officer: Identity) -> dict[str, float]:
    """Time the answers to why and why not, and a teacher's preferences page."""
    move = queries.moves(reading(), proposal_id, officer)[0][0]
    school = reading().execute(select(School.id).where(School.id != move.target.id)).scalars().first()
    teacher = Identity(2, move.staff_no, move.name, frozenset({Role.TEACHER}), None, move.teacher_id)
    return {
        "why moved": median(lambda: services.why(reading(), proposal_id, move.staff_no, by=officer)),
        "why not there": median(lambda: services.why(reading(), proposal_id, move.staff_no, school, by=officer)),
        "preferences page": median(lambda: services.preferences_page(reading(), by=teacher, on=ON)),
    }


def planned(problem: Problem, officer: Identity) -> tuple[int, int]:
    """Open a cycle, fix its list, freeze the input and store the rule of thumb's plan."""
    with transaction() as tx:
        cycle = services.open_cycle(tx, CycleDraft("2026", ON.year, ON), by=officer, on=ON)
        scenario = services.make_scenario(tx, cycle.id, ScenarioDraft("A"), by=officer, on=ON)
        people = {row.staff_no: row.id for row in tx.execute(select(Teacher.staff_no, Teacher.id))}
        schools = {row.code: row.id for row in tx.execute(select(School.code, School.id))}
        file_wishes(tx, cycle.id, problem, people, schools)
    with transaction() as tx:
        timed("eligibility list fixed", lambda: services.fix_eligibility(tx, cycle.id, by=officer, on=ON))
    tx = reading()
    args = tx.get_one(RotationCycle, cycle.id), tx.get_one(Scenario, scenario.id)
    taken = timed("snapshot", lambda: snapshot.snapshot(tx, *args))
    known = timed("tables read", lambda: solving.read(taken.tables.files))
    found = greedy.plan(known.problem, 120.0, 1)
    ended = Solution(Status.UNKNOWN, (), (), StoppedBy.TIME, 0.0, 0, 1)
    solution = keeping.fallback(known.problem, tuple(found.moves or ()), ended, None)
    question = solving.Question(seed=0, workers=1, time_limit=1.0)
    answer = timed("checked and written", lambda: solving.answered(known, solution, question))
    rows = timed("rows made", lambda: rows_of(answer, people, schools, None))
    tx.rollback()
    with transaction() as tx:
        mine = tx.get_one(RotationCycle, cycle.id), tx.get_one(Scenario, scenario.id)
        kept = snapshot.stored(tx, *mine, taken, (known.input_sha256, known.policy_sha256))
        proposal = timed("proposal stored", lambda: store(tx, mine[1], kept, rows, None))
    print(f"{proposal.moves:,} moves, archive {len(kept.archive) / 1e6:.1f} MB")
    return proposal.id, cycle.id


def timed(name: str, act: Callable[[], Any]) -> Any:
    """Run something once and print how long it took."""
    start = time.monotonic()
    found = act()
    print(f"{name}: {time.monotonic() - start:.1f} s")
    sys.stdout.flush()
    return found


def median(look: Callable[[], object]) -> float:
    """Return the median time of a few looks, each from a fresh snapshot."""
    times = []
    for _ in range(ROUNDS):
        reading().rollback()
        reading().expunge_all()
        start = time.monotonic()
        look()
        times.append(time.monotonic() - start)
    return statistics.median(times)


def account(tx: Any) -> Identity:
    """Open the officer's account."""
    user = User(staff_no="hr", name="hr", opened_at=instant())
    tx.add(user)
    tx.flush()
    return Identity(user.id, "hr", "hr", frozenset({Role.DISTRICT_HR}))


def fill(tx: Any, problem: Problem) -> None:
    """Write a district into the register."""
    zones = {name: Zone(name=name) for name in dict.fromkeys(s.zone for s in problem.schools) if name}
    tx.add_all(zones.values())
    tx.flush()
    schools = {
        s.key: School(
            code=s.key,
            name=f"{s.name} {s.key}",
            search_key=s.key,
            area=s.area,
            zone_id=zones[s.zone].id if s.zone else None,
            longitude=s.longitude,
            latitude=s.latitude,
            authorised_headcount=s.authorised_headcount,
            senior_posts=s.senior_posts,
        )
        for s in problem.schools
    }
    tx.add_all(schools.values())
    tx.flush()
    ids = {key: school.id for key, school in schools.items()}
    year = {"school_year": ON.year}
    units = [{"school_id": ids[u.school], "stage": u.stage, "students": u.students, **year} for u in problem.units]
    tx.execute(insert(SchoolUnit), units)
    demand = [
        {"school_id": ids[school], "stage": stage, "subject": subject, "required": required, **year}
        for (school, stage, subject), required in problem.required.items()
    ]
    tx.execute(insert(Demand), demand)
    tx.execute(insert(Teacher), [_teacher(number, t) for number, t in enumerate(problem.teachers)])
    people = {row.staff_no: row.id for row in tx.execute(select(Teacher.staff_no, Teacher.id))}
    tx.execute(insert(Posting), [_posting(people[t.staff_no], ids[t.school], t) for t in problem.teachers])


def _teacher(number: int, t: Any) -> dict[str, Any]:
    same = ("staff_no", "name", "sex", "post_type", "title", "degree", "backbone", "team", "mountain_years")
    return {
        **{name: getattr(t, name) for name in (*same, "longitude", "latitude")},
        "uid": f"{number:032x}",
        "version": 1,
        "search_key": f"{t.name} {t.staff_no}".lower(),
        "birth_month": _month(t.birth_month),
        "retirement_month": _month(t.retirement_month),
        "status": "active",
    }


def _posting(teacher_id: int, school_id: int, t: Any) -> dict[str, Any]:
    joined = _month(t.joined_school) or "2024-09"
    return {
        "teacher_id": teacher_id,
        "school_id": school_id,
        "version": 1,
        **{name: getattr(t, name) for name in ("stage", "subject", "second_subject", "fte")},
        "valid_from": date(int(joined[:4]), int(joined[5:]), 1),
        "joined_school": joined,
    }


def file_wishes(tx: Any, cycle_id: int, problem: Problem, people: dict[str, int], schools: dict[str, int]) -> None:
    """File everybody's preferences."""
    rows = [
        {"cycle_id": cycle_id, "teacher_id": people[t], "school_id": schools[s], "rank": rank, "filed_at": instant()}
        for (t, s), rank in problem.preferences.items()
    ]
    if rows:
        tx.execute(insert(Preference), rows)


def _month(month: Month | None) -> str:
    return "" if month is None else format_month(month)


if __name__ == "__main__":
    sys.exit(main())
