"""Which page belongs to whom, with the rows it is opened at; every page of the site stands here or says why not."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

HR, LEADER, AUDITOR, SYSADMIN = "900001", "900002", "900003", "900004"
CLERK, PRINCIPAL, TEACHER, NOBODY = "clerk", "principal", "teacher", ""

NOT_PAGES: Mapping[str, str] = {
    "static": "a file",
    "operations.health": "a word for monitors",
    "accounts.second_factor_picture": "a picture; enrolment looks at it",
    "accounts.second_factor": "only on the way in: the journey of the second step",
    "accounts.set_up_second_factor": "only on the way in: the journey of the second step",
    "home.start": "leads on",
    "imports.blank": "a workbook",
    "imports.errors": "a workbook",
    "imports.export": "a workbook",
    "my.forecast": "a fragment of the form of hours",
    "operations.job_progress": "a fragment of the page of a job",
    "rotation.export_eligibility": "a table to keep",
    "rotation.export_moves": "a table to keep",
    "rotation.progress": "a fragment of the page of a scenario",
    "rotation.proposal_file": "a file",
    "rotation.scenarios": "leads on",
    "teachers.evidence": "a file",
    "teachers.proof": "a file",
    "training.download": "a file",
    "training.export_records": "a workbook",
    "training.preview": "a picture",
}
"""Addresses that answer with something else than a page of their own."""


AS_RECORDED = frozenset({"operations.audit", "operations.job", "home.styleguide"})
"""Pages that show values as the machine keeps them, or the names of colours."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One page: its endpoint, who looks, and what its address needs."""

    endpoint: str
    who: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """A name for reports and pictures."""
        known = "-".join(str(value) for value in self.values.values())
        return f"{self.endpoint}{'-' + known if known else ''}-{self.who or 'nobody'}"


class Rows:
    """What is in the database of an instance, by small questions."""

    def __init__(self, instance: Path) -> None:
        self._database = sqlite3.connect(f"file:{instance / 'junheng.db'}?mode=ro", uri=True)

    def one(self, question: str, *facts: object) -> int:
        """Return the first number of a question."""
        found = self._database.execute(question, facts).fetchone()
        assert found is not None, question
        return int(found[0])

    def text(self, question: str, *facts: object) -> str:
        """Return the first value of a question as text."""
        found = self._database.execute(question, facts).fetchone()
        assert found is not None, question
        return str(found[0])

    def texts(self, question: str, *facts: object) -> list[str]:
        """Return the first value of every row of a question."""
        return [str(row[0]) for row in self._database.execute(question, facts)]

    def people(self) -> dict[str, str]:
        """Return a staff number for each kind of person; the teacher is the one whose file has everything."""
        one = (
            "SELECT u.staff_no FROM user_account u JOIN user_role r ON r.user_id = u.id WHERE r.role = ? ORDER BY u.id"
        )
        owner = "SELECT u.staff_no FROM user_account u JOIN dual_qualification d ON d.teacher_id = u.teacher_id"
        listed = (
            "SELECT u.staff_no FROM user_account u JOIN eligibility_entry e ON e.teacher_id = u.teacher_id"
            " WHERE e.eligible AND u.id NOT IN (SELECT user_id FROM user_role WHERE role = 'principal') ORDER BY u.id"
        )
        told = self.one("SELECT count(*) FROM dual_qualification")
        return {
            CLERK: self.text(one, "clerk"),
            PRINCIPAL: self.text(f"{one} DESC", "principal"),
            TEACHER: self.text(owner if told else listed),
            NOBODY: "",
        }

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def route(rows: Rows) -> Iterator[Stop]:
    """Return every page while the principals answer."""
    for endpoint in ("accounts.login",):
        yield Stop(endpoint, NOBODY)
    yield from _shared()
    yield from _register(rows)
    yield from _training(rows)
    yield from _rotation(rows)
    yield from _plans(rows)
    yield from _reviews(rows)
    yield from _running(rows)
    yield from _own(rows)


def filing(rows: Rows) -> Iterator[Stop]:
    """Return the pages that are only there while teachers file what they prefer."""
    yield Stop("own_rotation.show", TEACHER)
    yield Stop("own_rotation.preferences", TEACHER)
    yield Stop("rotation.cycle", HR, {"cycle_id": rows.one("SELECT id FROM rotation_cycle")})


def searches(rows: Rows) -> Iterator[Stop]:
    """Return the pages of searches that wait, run, or ended without a plan."""
    for state in ("queued", "solving", "infeasible", "invalid", "timed_out", "discarded"):
        number = rows.one("SELECT id FROM scenario WHERE state = ?", state)
        yield Stop("rotation.scenario", HR, {"scenario_id": number})
    running = rows.one("SELECT id FROM scenario WHERE state = 'solving'")
    yield Stop("rotation.locks", HR, {"scenario_id": running})
    yield Stop("rotation.scenario", LEADER, {"scenario_id": running})
    yield Stop("rotation.proposals", HR)
    yield Stop("home.desk", HR)


def later(rows: Rows) -> Iterator[Stop]:
    """Return the pages that say something else, or are only there, when the plan is decided."""
    cycle, proposal = (
        rows.one("SELECT id FROM rotation_cycle"),
        rows.one("SELECT id FROM proposal WHERE state = 'approved'"),
    )
    yield Stop("own_rotation.show", TEACHER)
    yield Stop("my.home", TEACHER)
    yield Stop("own_rotation.object_to_result", TEACHER)
    yield Stop("rotation.objections", HR)
    yield Stop("rotation.answer_objection", HR, {"objection_id": rows.one("SELECT id FROM objection")})
    yield Stop("rotation.cycle", HR, {"cycle_id": cycle})
    yield Stop("rotation.close_cycle", HR, {"cycle_id": cycle})
    yield Stop("rotation.reopen_cycle", HR, {"cycle_id": cycle})
    yield Stop("rotation.carry_over", HR, {"proposal_id": proposal})
    yield Stop("rotation.proposal", LEADER, {"proposal_id": proposal})
    yield Stop("reviews.decisions", LEADER)
    yield Stop("reviews.decide", LEADER, {"proposal_id": proposal})
    yield Stop("home.messages", TEACHER)


def settled(rows: Rows) -> Iterator[Stop]:
    """Return the pages that say something else when nobody can object any more."""
    cycle, proposal = _approved(rows)
    yield Stop("rotation.cycle", HR, cycle)
    yield Stop("rotation.close_cycle", HR, cycle)
    for part in ("cannot", "ready", "there"):
        yield Stop("rotation.carry_over", HR, {**proposal, "part": part})


def carried(rows: Rows) -> Iterator[Stop]:
    """Return the pages that say something else when the plan is in the register."""
    cycle, proposal = _approved(rows)
    staff_no = rows.people()[TEACHER]
    mover = {"teacher_id": rows.one("SELECT teacher_id FROM user_account WHERE staff_no = ?", staff_no)}
    newest = rows.one("SELECT id FROM posting WHERE teacher_id = ? ORDER BY valid_from DESC", mover["teacher_id"])
    for who in (HR, LEADER):
        yield Stop("rotation.cycle", who, cycle)
        yield Stop("rotation.proposal", who, proposal)
    yield Stop("rotation.carry_over", HR, proposal)
    yield Stop("rotation.reopen_cycle", HR, cycle)
    yield Stop("teachers.show", HR, {**mover, "tab": "postings"})
    yield Stop("teachers.withdraw_posting", HR, {**mover, "posting_id": newest})
    for who in (PRINCIPAL, CLERK):
        yield Stop("home.messages", who)
        yield Stop("schools.show", who, {"school_id": _school_of(rows, who)})
    for endpoint in ("own_rotation.show", "own_file.show", "my.home", "home.messages"):
        yield Stop(endpoint, TEACHER)


def _approved(rows: Rows) -> tuple[dict[str, int], dict[str, int]]:
    """Return the cycle and its approved proposal, as addresses name them."""
    return (
        {"cycle_id": rows.one("SELECT id FROM rotation_cycle")},
        {"proposal_id": rows.one("SELECT id FROM proposal WHERE state = 'approved'")},
    )


def _shared() -> Iterator[Stop]:
    for who in (HR, LEADER, CLERK, PRINCIPAL):
        yield Stop("home.desk", who)
    yield Stop("home.messages", PRINCIPAL)
    for endpoint in ("home.styleguide", "home.help", "operations.rules", "accounts.permissions", "accounts.account"):
        yield Stop(endpoint, HR)
    yield Stop("accounts.account", TEACHER)


def _register(rows: Rows) -> Iterator[Stop]:
    teacher = rows.one("SELECT teacher_id FROM dual_qualification")
    school = rows.one("SELECT school_id FROM posting WHERE teacher_id = ?", teacher)
    file = {"teacher_id": teacher}
    for endpoint in (
        "teachers.index",
        "teachers.corrections",
        "teachers.enrol",
        "schools.index",
        "schools.open_school",
    ):
        yield Stop(endpoint, HR)
    yield Stop("teachers.index", CLERK)
    yield Stop("teachers.show", HR, file)
    for tab in ("postings", "certificates", "dual", "deferrals", "history"):
        yield Stop("teachers.show", HR, {**file, "tab": tab})
    for deed in (
        "add_certificate",
        "defer",
        "edit",
        "forget",
        "leave",
        "post",
        "recognise_dual",
        "record_conduct",
        "record_placement",
    ):
        yield Stop(f"teachers.{deed}", HR, file)
    for deed, name, table in (
        ("answer_correction", "request_id", "correction_request"),
        ("change_certificate", "certificate_id", "teaching_certificate"),
        ("change_placement", "placement_id", "industry_placement"),
        ("correct_conduct", "record_id", "conduct_record"),
        ("correct_deferral", "deferral_id", "deferral"),
        ("correct_dual", "dual_id", "dual_qualification"),
        ("correct_posting", "posting_id", "posting"),
        ("end_conduct", "record_id", "conduct_record"),
        ("end_deferral", "deferral_id", "deferral"),
        ("end_dual", "dual_id", "dual_qualification"),
        ("end_posting", "posting_id", "posting"),
        ("remove_certificate", "certificate_id", "teaching_certificate"),
        ("remove_dual", "dual_id", "dual_qualification"),
        ("remove_placement", "placement_id", "industry_placement"),
        ("withdraw_conduct", "record_id", "conduct_record"),
        ("withdraw_deferral", "deferral_id", "deferral"),
    ):
        found = rows.one(f"SELECT id FROM {table} WHERE teacher_id = ?", teacher)  # noqa: S608 - names of our own
        yield Stop(f"teachers.{deed}", HR, {**file, name: found})
    for deed in ("show", "edit", "add_campus", "close"):
        yield Stop(f"schools.{deed}", HR, {"school_id": school})
    yield Stop("schools.show", PRINCIPAL, {"school_id": _school_of(rows, PRINCIPAL)})
    year = rows.one("SELECT school_year FROM school_unit WHERE school_id = ?", school)
    for deed in ("edit_year", "edit_need"):
        yield Stop(f"schools.{deed}", HR, {"school_id": school, "school_year": year})
    campus = rows.one("SELECT id FROM campus")
    owner = rows.one("SELECT school_id FROM campus WHERE id = ?", campus)
    yield Stop("schools.change_campus", HR, {"school_id": owner, "campus_id": campus})
    for who in (HR, PRINCIPAL):
        yield Stop("schools.places", who)
    yield Stop("schools.name_district", HR)
    yield Stop("schools.rename_zone", HR, {"zone_id": rows.one("SELECT id FROM zone")})
    yield Stop("schools.rename_group", HR, {"group_id": rows.one("SELECT id FROM school_group")})


def _training(rows: Rows) -> Iterator[Stop]:
    booked = rows.one("SELECT id FROM training_record WHERE state = 'approved'")
    waiting = rows.one(
        "SELECT r.id FROM training_record r JOIN posting p ON p.teacher_id = r.teacher_id"
        " WHERE r.state = 'submitted' AND p.school_id = ?",
        _school_of(rows, CLERK),
    )
    for who in (CLERK, HR):
        yield Stop("training.queue", who)
    yield Stop("training.records", HR)
    yield Stop("training.teachers", HR)
    yield Stop("training.teachers", CLERK)
    yield Stop("training.record", HR, {"record_id": booked})
    yield Stop("training.record", CLERK, {"record_id": waiting})
    teacher = rows.one("SELECT teacher_id FROM training_record WHERE id = ?", booked)
    yield Stop("training.teacher", HR, {"teacher_id": teacher})


def _rotation(rows: Rows) -> Iterator[Stop]:
    cycle = {"cycle_id": rows.one("SELECT id FROM rotation_cycle")}
    yield Stop("rotation.cycles", HR)
    yield Stop("rotation.open_cycle", HR)
    for deed in ("cycle", "edit_cycle", "edit_policy", "eligibility", "eligibility_changes", "policy", "preferences"):
        yield Stop(f"rotation.{deed}", HR, cycle)
    yield Stop("rotation.new_scenario", HR, cycle)
    yield Stop("rotation.open_preferences", HR, cycle)
    yield Stop("rotation.close_cycle", HR, cycle)
    yield Stop("rotation.policy_version", HR, {**cycle, "number": 1})
    entries = "SELECT t.staff_no FROM eligibility_entry e JOIN teacher t ON t.id = e.teacher_id WHERE e.eligible = ?"
    yield Stop("rotation.eligibility_of", HR, {**cycle, "staff_no": rows.text(entries, 0)})
    yield Stop("rotation.override_eligibility", HR, {**cycle, "staff_no": rows.text(entries, 1)})
    overruled = "SELECT t.staff_no FROM eligibility_override o JOIN teacher t ON t.id = o.teacher_id"
    yield Stop("rotation.end_override", HR, {**cycle, "staff_no": rows.text(overruled)})
    yield Stop("rotation.objections", HR)


def _plans(rows: Rows) -> Iterator[Stop]:
    asked = rows.one("SELECT id FROM proposal WHERE state = 'in_review'")
    other = rows.one("SELECT id FROM proposal WHERE state = 'draft'")
    plan = {"proposal_id": asked}
    for who in (HR, LEADER):
        yield Stop("rotation.proposals", who)
    for deed in ("proposal", "proposal_schools", "proposal_indicators", "proposal_short", "proposal_check", "answers"):
        yield Stop(f"rotation.{deed}", HR, plan)
    for deed in ("withdraw", "close_review"):
        yield Stop(f"rotation.{deed}", HR, plan)
    yield Stop("rotation.submit_for_review", HR, {"proposal_id": other})
    yield Stop("rotation.compare", HR, {"a": other, "b": asked})
    staff_no, school = (
        rows.text("SELECT staff_no FROM plan_move WHERE proposal_id = ?", asked),
        _school_of(rows, PRINCIPAL),
    )
    yield Stop("rotation.why", HR, {**plan, "staff_no": staff_no})
    yield Stop("rotation.proposal_school", HR, {**plan, "school_id": school})
    yield Stop(
        "rotation.reply", HR, {**plan, "item_id": rows.one("SELECT id FROM review_item WHERE answer = 'object'")}
    )
    draft, solved = (
        rows.one("SELECT id FROM scenario WHERE state = ? ORDER BY id DESC", s) for s in ("draft", "solved")
    )
    for number in (draft, solved):
        yield Stop("rotation.scenario", HR, {"scenario_id": number})
    yield Stop("rotation.edit_scenario", HR, {"scenario_id": draft})
    yield Stop("rotation.locks", HR, {"scenario_id": draft})


def _reviews(rows: Rows) -> Iterator[Stop]:
    mine = "SELECT id FROM principal_review WHERE school_id = ?"
    yield Stop("reviews.index", PRINCIPAL)
    yield Stop("reviews.index", HR)
    yield Stop("reviews.review", PRINCIPAL, {"review_id": rows.one(mine, _school_of(rows, PRINCIPAL))})
    yield Stop("reviews.decisions", LEADER)


def _running(rows: Rows) -> Iterator[Stop]:
    yield Stop("imports.index", HR)
    yield Stop("operations.jobs", SYSADMIN)
    for kind in ("teachers", "certificates", "schools", "training"):
        yield Stop("imports.upload", HR, {"kind": kind})
    kind = rows.text("SELECT kind FROM import_batch ORDER BY id")
    yield Stop("imports.checked", HR, {"kind": kind, "batch_id": rows.one("SELECT id FROM import_batch ORDER BY id")})
    yield Stop("operations.job", SYSADMIN, {"job_id": rows.one("SELECT id FROM job")})
    yield Stop("operations.audit", AUDITOR)
    yield Stop("accounts.people", SYSADMIN)
    yield Stop("accounts.open_account", SYSADMIN)
    yield Stop("accounts.teachers_without_account", SYSADMIN)
    yield Stop("accounts.person", SYSADMIN, {"user_id": rows.one("SELECT id FROM user_account WHERE staff_no = ?", HR)})
    yield Stop("accounts.change_password", SYSADMIN)


def _own(rows: Rows) -> Iterator[Stop]:
    own = rows.one(
        "SELECT r.id FROM training_record r JOIN user_account u ON u.teacher_id = r.teacher_id"
        " JOIN dual_qualification d ON d.teacher_id = u.teacher_id"
    )
    for endpoint in (
        "my.home",
        "my.hours",
        "my.credits",
        "my.new_hours",
        "own_file.show",
        "own_file.report",
        "own_rotation.show",
    ):
        yield Stop(endpoint, TEACHER)
    yield Stop("my.record", TEACHER, {"record_id": own})
    yield Stop("my.edit_hours", TEACHER, {"record_id": own})


def _school_of(rows: Rows, role: str) -> int:
    """Return the school of the principal or clerk who looks."""
    staff_no = rows.people()[role]
    one = "SELECT r.school_id FROM user_role r JOIN user_account u ON u.id = r.user_id WHERE u.staff_no = ?"
    return rows.one(f"{one} AND r.role = ?", staff_no, role)


def missing(app: Flask, stops: list[Stop]) -> set[str]:
    """Return the endpoints that answer GET and are neither visited nor excused."""
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())}
    return pages - {stop.endpoint for stop in stops} - set(NOT_PAGES)
