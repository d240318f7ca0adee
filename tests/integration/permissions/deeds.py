"""What a person in their right sends to each address that changes something: input that is taken, by endpoint."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from tests.integration.permissions.addresses import Values
from tests.integration.permissions.world import World
from tests.support.people import OWN

Sent = dict[str, Any]
Deed = Callable[[World, Values], Sent]
NEW_PASSWORD = "green lamp beside seven rivers"  # noqa: S105 - a test's own
REASON = {"reason": "材料齐全，按规定办理"}
UNTIL = "2026-07-10"


def deed_of(endpoint: str, world: World, values: Values) -> Sent:
    """Return what is sent to an endpoint, besides what its page already filled in."""
    make = DEEDS.get(endpoint)
    return make(world, values) if make is not None else {}


def version(table: str, key: str) -> Deed:
    """Return what a single button sends: the version of the row it stands on."""
    return lambda world, values: {"version": _version(world, table, values[key])}


def _version(world: World, table: str, number: int) -> int:
    rows = world.value(f"SELECT count(*) FROM {table} WHERE id = ?", number)  # noqa: S608 - a test's own word
    return world.value(f"SELECT version FROM {table} WHERE id = ?", number) if rows else 1  # noqa: S608


def plain(**sent: Any) -> Deed:
    """Return what is the same wherever it is sent."""
    return lambda _world, _values: dict(sent)


def both(*deeds: Deed) -> Deed:
    """Return several deeds in one form."""
    return lambda world, values: {name: value for deed in deeds for name, value in deed(world, values).items()}


def _table(_world: World, values: Values) -> Sent:
    return {"file": (BytesIO("school,name\n2119000000,城关小学\n".encode()), f"{values['kind']}.csv")}


def _first_rows(world: World, _values: Values) -> Sent:
    number = world.ids["submitted:colleague"]
    return {"rows": f"{number}:{_version(world, 'training_record', number)}", "decision": "return", **REASON}


def _lock(world: World, _values: Values) -> Sent:
    return {"staff_no": world.words["staff_no:teacher_b"], "action": "stay", "school": "", **REASON}


def _search(world: World, values: Values) -> Sent:
    return {"version": world.value("SELECT coalesce(max(job_id), 0) FROM scenario WHERE id = ?", values["scenario_id"])}


def _agreed(_world: World, _values: Values) -> Sent:
    return {"deed": "agree"}


def _chosen_school(world: World, _values: Values) -> Sent:
    return {"choice_1": str(world.schools[2]), "choice_2": "", "choice_3": ""}


def _posting(world: World, _values: Values) -> Sent:
    return {
        "school_id": str(world.schools[0]),
        "stage": "primary",
        "subject": "数学",
        "fte": "1.00",
        "valid_from": "2026-09-01",
    }


def _enrolled(world: World, values: Values) -> Sent:
    person = {"staff_no": "799001", "name": "新来者", "degree": "本科", "post_type": "professional", "backbone": "none"}
    return {**_posting(world, values), **person}


def _account(_world: World, _values: Values) -> Sent:
    return {"staff_no": "990001", "name": "新账号", "role": "leader", "school": ""}


_HOURS = {"title": "骉校本教研", "kind": "training", "category": "required_professional", "start_on": "2026-06-01"}

DEEDS: Mapping[str, Deed] = {
    # signing in, own account
    "accounts.login": plain(staff_no="900001", password=OWN),
    "accounts.second_factor": plain(code="000000"),
    "accounts.preferences": plain(theme="dark"),
    "accounts.change_password": plain(present=OWN, new=NEW_PASSWORD, again=NEW_PASSWORD),
    "accounts.set_up_second_factor": plain(code="000000"),
    "accounts.begin_second_factor": plain(present=OWN),
    "accounts.new_recovery_codes": plain(present=OWN),
    # accounts of others
    "accounts.open_account": _account,
    "accounts.rename": both(version("user_account", "user_id"), plain(name="新姓名")),
    "accounts.disable": version("user_account", "user_id"),
    "accounts.enable": version("user_account", "user_id"),
    "accounts.end_sessions_of": version("user_account", "user_id"),
    "accounts.give_role": both(version("user_account", "user_id"), plain(role="leader", school="")),
    "accounts.take_role": version("user_account", "user_id"),
    "accounts.reset_second_factor": version("user_account", "user_id"),
    "accounts.open_accounts_of_teachers": lambda world, _values: {"rows": str(world.canaries[5].teacher_id)},
    "accounts.issue_passwords": lambda world, _values: {"rows": str(world.ids["user:colleague"])},
    # register
    "schools.open_school": plain(code="2119099999", name="新办小学", area="urban"),
    "schools.edit": plain(address="中心大街一号"),
    "schools.edit_year": plain(students_primary="240"),
    "schools.edit_need": plain(subject_primary_0="书法", posts_primary_0="0.50"),
    "schools.add_campus": plain(name="东校区"),
    "schools.change_campus": plain(address="东街二号"),
    "schools.remove_campus": version("campus", "campus_id"),
    "schools.name_district": plain(name="云岭区"),
    "schools.rename_zone": plain(name="第一学区"),
    "schools.rename_group": plain(name="第一集团"),
    "teachers.enrol": _enrolled,
    "teachers.edit": plain(team="语文联合教研"),
    "teachers.leave": plain(**REASON),
    "teachers.forget": plain(number="phone", **REASON),
    "teachers.post": _posting,
    "teachers.correct_posting": plain(second_subject="品德"),
    "teachers.end_posting": plain(last_day="2026-08-31"),
    "teachers.withdraw_posting": plain(**REASON),
    "teachers.add_certificate": plain(level="junior", subject="数学", number="ZS900001", issued_on="2020-07-01"),
    "teachers.change_certificate": plain(number="ZS900002"),
    "teachers.recognise_dual": plain(level="intermediate", valid_from="2026-03-01", basis="区认定", work_years="6"),
    "teachers.remove_certificate": plain(**REASON),
    "teachers.correct_dual": plain(basis="区认定文件第二号"),
    "teachers.remove_dual": plain(**REASON),
    "teachers.remove_placement": plain(**REASON),
    "teachers.end_dual": plain(last_day="2026-06-30"),
    "teachers.change_placement": plain(company="云岭精密机械厂"),
    "teachers.record_placement": plain(company="云岭电子厂", started_on="2025-07-01", ended_on="2025-07-20"),
    "teachers.answer_correction": plain(state="done", answer="已更正"),
    "teachers.defer": plain(reason="study", valid_from="2026-06-18", valid_to="2027-06-30", note="在读"),
    "teachers.end_deferral": plain(last_day="2026-06-30"),
    "teachers.correct_deferral": plain(valid_to="2027-01-31"),
    "teachers.withdraw_deferral": plain(**REASON),
    "teachers.correct_conduct": plain(valid_to="2027-01-31"),
    "teachers.withdraw_conduct": plain(**REASON),
    "teachers.record_conduct": plain(reason="考核不合格", valid_from="2026-06-18"),
    "teachers.end_conduct": plain(last_day="2026-06-30"),
    "teachers.unmask": plain(number="phone", reason="联系本人核对材料"),
    "own_file.report": plain(about="职称", text="职称应为高级"),
    # tables in
    "imports.upload": _table,
    "imports.apply": version("import_batch", "batch_id"),
    # training
    "my.new_hours": plain(**_HOURS, hours="8", end_on="2026-06-01", deed="draft"),
    "my.edit_hours": plain(hours="6", deed="draft"),
    "my.submit_hours": version("training_record", "record_id"),
    "my.withdraw_hours": version("training_record", "record_id"),
    "my.delete_hours": version("training_record", "record_id"),
    "training.decide": _first_rows,
    "training.reverse": both(version("training_record", "record_id"), plain(**REASON)),
    # rotation
    "rotation.open_cycle": plain(name="2027轮岗年度", school_year="2027", reference_date="2027-09-01"),
    "rotation.edit_cycle": plain(note="年度工作"),
    "rotation.close_cycle": plain(**REASON),
    "rotation.reopen_cycle": plain(**REASON),
    "rotation.open_preferences": plain(deadline=UNTIL),
    "rotation.start_planning": version("rotation_cycle", "cycle_id"),
    "rotation.edit_policy": plain(source="区文件第九号", **REASON),
    "rotation.override_eligibility": plain(eligible="no", **REASON),
    "rotation.end_override": plain(**REASON),
    "rotation.new_scenario": plain(name="方案戊", time_limit="60"),
    "rotation.edit_scenario": plain(note="少动一些人"),
    "rotation.locks": _lock,
    "rotation.remove_lock": version("scenario", "scenario_id"),
    "rotation.solve": version("scenario", "scenario_id"),
    "rotation.stop_and_keep": _search,
    "rotation.discard_search": _search,
    "rotation.submit_for_review": plain(deadline=UNTIL),
    "rotation.close_review": plain(**REASON),
    "rotation.withdraw": plain(**REASON),
    "rotation.reply": plain(reply="kept", **REASON),
    "rotation.submit_for_decision": version("proposal", "proposal_id"),
    "rotation.answer_objection": plain(outcome="rejected", answer="学校确有需要"),
    "reviews.review": _agreed,
    "reviews.decide": plain(decision="approve", reason="同意", objection_deadline=UNTIL),
    "own_rotation.preferences": _chosen_school,
    "own_rotation.object_to_result": plain(reason="家中有人需要照顾"),
}
