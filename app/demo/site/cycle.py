"""A rotation cycle of the demo up to the principals' review: list, preferences, pins, search, first answers."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from accounts.identity import Identity
from app.demo.site.register import Refused, import_table
from core.db import reading, transaction
from policy.values import Value
from policy.vocabulary import LockAction
from rotation import queries, services
from rotation.vocabulary.drafts import AnswerDraft, CycleDraft, LockDraft, PolicyDraft, ScenarioDraft
from rotation.vocabulary.states import Answer

REFERENCE = date(2026, 9, 1)
REVIEW_DAYS, OBJECTION_DAYS = 14, 30
SOURCE = "云岭区教育委员会（虚构）2026年交流轮岗工作通知"
OBJECTION = "这位老师带着校本课程组，明年六月前走不开。"
ALTERNATIVE = "建议改派同学科的其他老师。"
NO_NUMBERS: Mapping[str, Value] = {}


def open_year(tables: Path, *, by: Identity, on: date) -> int:
    """Open the cycle with the policy of the demo and make its eligibility list; returns the cycle."""
    text = (tables / "policy.toml").read_text(encoding="utf-8")
    with transaction() as tx:
        review, objections = on + timedelta(days=REVIEW_DAYS), on + timedelta(days=OBJECTION_DAYS)
        draft = CycleDraft("2026轮岗年度", REFERENCE.year, REFERENCE, on, review, objections)
        cycle = services.open_cycle(tx, draft, by=by, on=on)
        services.set_policy(tx, cycle.id, cycle.version, PolicyDraft(text, SOURCE, SOURCE), by=by, on=on)
        services.fix_eligibility(tx, cycle.id, by=by, on=on)
        number = cycle.id
    return number


def gather_preferences(cycle_id: int, tables: Path, *, by: Identity, on: date) -> int:
    """Open the window, import the preferences, and begin to plan; returns how many rows came in."""
    with transaction() as tx:
        version = queries.cycle_page(tx, cycle_id, by, on=on).version
        services.open_preferences(tx, cycle_id, version, on, by=by, on=on)
    rows = import_table("preferences", (tables / "preferences.csv").read_bytes(), by=by, on=on)
    with transaction() as tx:
        version = queries.cycle_page(tx, cycle_id, by, on=on).version
        services.start_planning(tx, cycle_id, version, by=by, on=on)
    return rows


def search(
    cycle_id: int, tables: Path, name: str, *, by: Identity, on: date, numbers: Mapping[str, Value] = NO_NUMBERS
) -> int:
    """Make a scenario with the pins of the demo and numbers of its own, and have it solved; returns the proposal.

    Raises `Refused` where the search brought no plan.
    """
    with transaction() as tx:
        scenario = services.make_scenario(tx, cycle_id, ScenarioDraft(name, overrides=numbers), by=by, on=on)
        for lock in _locks(tables / "locks.csv"):
            services.pin(tx, scenario.id, lock, by=by, on=on)
        number = scenario.id
    with transaction() as tx:
        version = queries.scenario_page(tx, number, by).version
        services.request_solve(tx, number, version, by=by, on=on)
    page = queries.scenario_page(reading(), number, by)
    if not page.proposals:
        raise Refused(f"the scenario {name} is {page.state.value}: {page.error} {page.faults[:3]}")
    return page.proposals[-1].id


def submit(proposal_id: int, *, by: Identity, on: date) -> None:
    """Put the proposal before the principals."""
    with transaction() as tx:
        version = queries.proposal_page(tx, proposal_id, by, on=on).version
        deadline = on + timedelta(days=REVIEW_DAYS)
        services.submit_for_review(tx, proposal_id, version, deadline, by=by, on=on)


def answer(principal: Identity, *, objects: bool, on: date) -> bool:
    """Have a principal answer and send their review: agreement, or one objection among it; False without a review."""
    lines = queries.reviews_of(reading(), principal)
    if not lines:
        return False
    review_id = lines[0].id
    with transaction() as tx:
        page = queries.review_page(tx, review_id, principal, on=on)
        if objects and page.outgoing:
            item = page.outgoing[0]
            draft = AnswerDraft(Answer.OBJECT, OBJECTION, ALTERNATIVE)
            services.answer_item(tx, item.id, item.version, draft, by=principal, on=on)
        services.agree_to_rest(tx, review_id, by=principal, on=on)
    with transaction() as tx:
        page = queries.review_page(tx, review_id, principal, on=on)
        services.send_review(tx, review_id, page.version, by=principal, on=on)
    return True


def _locks(file: Path) -> Iterator[LockDraft]:
    with file.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            yield LockDraft(row["staff_no"], LockAction(row["action"]), row["school"], "区里已定")
