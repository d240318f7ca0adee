"""Scenarios and the way of a proposal: search, people fixed by hand, review, reply, decision, objection."""

from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.permissions import Role
from core.db import reading, transaction
from core.jobs import Job, JobState
from rotation import services
from rotation.models.plans import PlanMove, Proposal, Scenario
from rotation.models.reviews import PrincipalReview, ReviewItem
from rotation.vocabulary.drafts import AnswerDraft
from rotation.vocabulary.states import Answer, ProposalState, Reply, ReviewState, ScenarioState
from teachers.models import School
from tests.integration.rotation.conftest import People
from tests.integration.rotation.district import TODAY
from tests.integration.rotation_web.conftest import Sign, Under, another_draft, principal_of, version_in
from tests.support.site import person

OK, SEE_OTHER, NOT_FOUND, CONFLICT, INVALID = 200, 303, 404, 409, 422


def text_of(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def test_a_scenario_is_refused_made_fixed_and_solved(hr: FlaskClient, cycle_id: int, proposal_id: int) -> None:
    address = f"/cycles/{cycle_id}/scenarios/new"
    data = {"name": "情景二", "time_limit": "60", "seed": "3"}
    for wrong in ({"time_limit": "0"}, {"seed": "-1"}, {"name": ""}, {"n_rotation__min_rate_percent": "200"}):
        assert hr.post(address, data={**data, **wrong}).status_code == INVALID, wrong
    made = hr.post(address, data={**data, "based_on": str(proposal_id), "n_travel__max_minutes": "55"})
    assert made.status_code == SEE_OTHER
    scenario = made.headers["Location"]
    locks = f"{scenario}/locks"
    move = reading().execute(select(PlanMove).where(PlanMove.proposal_id == proposal_id).limit(1)).scalar_one()
    staff_no, home = move.staff_no, move.from_school_id
    stay = {"staff_no": staff_no, "action": "stay", "reason": "教毕业班", "version": version_in(hr, locks)}
    assert hr.post(locks, data={**stay, "staff_no": "nobody"}).status_code == INVALID
    assert hr.post(locks, data={**stay, "reason": ""}).status_code == INVALID
    assert hr.post(locks, data={**stay, "action": "move", "school": ""}).status_code == INVALID
    own = school_code(home)
    refused = hr.post(locks, data={**stay, "action": "move", "school": own})
    assert refused.status_code == INVALID, "nobody moves to the own school"
    assert hr.post(locks, data={**stay, "version": "0"}).status_code == CONFLICT, "somebody else was faster"
    assert hr.post(locks, data=stay).status_code == SEE_OTHER
    assert "教毕业班" in text_of(hr, locks)
    assert hr.post(f"{scenario}/solve", data={"version": "99"}).status_code == CONFLICT
    assert hr.post(f"{scenario}/solve", data={"version": version_in(hr, scenario)}).status_code == SEE_OTHER
    page = text_of(hr, scenario)
    assert "/proposals/" in page.split('id="results"')[1]
    progress = text_of(hr, f"{scenario}/progress")
    assert "hx-trigger" not in progress, "a finished fragment asks no more"


def test_somebody_fixed_is_set_free(hr: FlaskClient, scenario_id: int, under: Under) -> None:
    address = f"/scenarios/{scenario_id}/locks"
    seen = {"version": version_in(hr, address)}
    hr.post(address, data={**seen, "staff_no": under.staff_no, "action": "stay", "reason": "试"})
    page = text_of(hr, address)
    remove = page.split(f"{address}/")[1].split('"')[0]
    assert hr.post(f"{address}/{remove}", data=seen).status_code == CONFLICT, "the list was another one"
    assert hr.post(f"{address}/{remove}", data={"version": version_in(hr, address)}).status_code == SEE_OTHER
    assert "/remove" not in text_of(hr, address)


def test_a_running_search_asks_for_its_state_and_can_be_stopped(hr: FlaskClient, scenario_id: int) -> None:
    address = f"/scenarios/{scenario_id}"
    searching(
        scenario_id, ScenarioState.SOLVING, {"stage": "searching", "plans": 1, "order": ["shortage"], "lines": {}}
    )
    page = text_of(hr, address)
    assert f'hx-get="{address}/progress?seen=found"' in page
    assert f'action="{address}/stop"' in page
    assert f'action="{address}/discard"' in page
    assert "hx-trigger" in text_of(hr, f"{address}/progress?seen=found")


def test_a_search_without_a_plan_has_none_to_keep(hr: FlaskClient, scenario_id: int) -> None:
    address = f"/scenarios/{scenario_id}"
    for state in (ScenarioState.QUEUED, ScenarioState.SOLVING):
        searching(scenario_id, state, {"stage": "searching", "plans": 0})
        page = text_of(hr, address)
        assert f'action="{address}/stop"' not in page
        assert f'action="{address}/discard"' in page


def test_a_page_is_loaded_again_when_its_search_has_got_further(hr: FlaskClient, scenario_id: int) -> None:
    address = f"/scenarios/{scenario_id}/progress"
    searching(scenario_id, ScenarioState.SOLVING, {"stage": "searching", "plans": 0})
    assert hr.get(f"{address}?seen=queued").headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in hr.get(f"{address}?seen=solving").headers
    assert "HX-Refresh" not in hr.get(address).headers


def searching(scenario_id: int, state: ScenarioState, told: dict[str, object]) -> None:
    """Let the search of a scenario be under way again."""
    with transaction() as tx:
        scenario = tx.get_one(Scenario, scenario_id)
        scenario.state = state
        job = tx.get_one(Job, scenario.job_id)
        job.state, job.progress = JobState.RUNNING, told


def test_a_number_that_would_help_is_filled_in_to_be_looked_at(hr: FlaskClient, scenario_id: int) -> None:
    address = f"/scenarios/{scenario_id}/edit?number=rotation.min_rate_percent&value=8"
    field = text_of(hr, address).split('name="n_rotation__min_rate_percent"')[1].split(">")[0]
    assert 'value="8"' in field
    assert hr.get(f"/scenarios/{scenario_id}/edit?number=no.such.number&value=8").status_code == OK


def test_a_stopped_search_cannot_be_stopped(hr: FlaskClient, scenario_id: int) -> None:
    assert hr.post(f"/scenarios/{scenario_id}/stop").status_code == CONFLICT
    assert hr.post(f"/scenarios/{scenario_id}/discard").status_code == CONFLICT


def test_a_proposal_is_sent_with_a_deadline_to_come(hr: FlaskClient, proposal_id: int) -> None:
    address = f"/proposals/{proposal_id}/review"
    data = {"version": version_in(hr, address)}
    assert hr.post(address, data=data).status_code == INVALID
    assert hr.post(address, data={**data, "deadline": "2026-06-01"}).status_code == INVALID
    assert hr.post(address, data={**data, "deadline": "2026-06-26"}).status_code == SEE_OTHER
    assert hr.post(address, data={**data, "deadline": "2026-06-26"}).status_code == CONFLICT


def test_sending_a_proposal_says_what_becomes_of_the_one_under_way(hr: FlaskClient, under: Under) -> None:
    address = f"/proposals/{another_draft(under.proposal_id)}/review"
    assert "随即撤回" in text_of(hr, address)
    with transaction() as tx:
        tx.get_one(Proposal, under.proposal_id).state = ProposalState.SUBMITTED
    assert "请先撤回" in text_of(hr, address)


def test_a_principal_answers_everybody_then_only_reads(principal: FlaskClient, under: Under) -> None:
    address = f"/reviews/{under.review_id}"
    items = items_of(under.review_id)
    seen = {"version": version_in(principal, address), **{f"seen-{item}": "1" for item in items}}
    first = items[0]
    assert principal.post(address, data={**seen, f"answer-{first}": "object"}).status_code == INVALID
    gap = principal.post(address, data={**seen, "deed": "send", f"answer-{first}": "agree"})
    assert gap.status_code == (INVALID if len(items) > 1 else SEE_OTHER)
    objection = {f"answer-{first}": "object", f"reason-{first}": "本校不缺", f"alternative-{first}": "走教两天"}
    nobody = {f"alternative_staff_no-{first}": "nobody"}
    assert principal.post(address, data={**seen, **objection, **nobody}).status_code == SEE_OTHER
    assert "nobody" in text_of(principal, address), "kept as it was typed, whether anybody has the number or not"
    assert principal.post(address, data={**seen, f"answer-{first}": "agree"}).status_code == CONFLICT, "an older tab"
    fresh = {f"seen-{item}": version_in(principal, address, f"seen-{item}") for item in items}
    seen = {"version": version_in(principal, address), **fresh, **objection}
    assert principal.post(address, data={**seen, "deed": "agree"}).status_code == SEE_OTHER
    fresh = {f"seen-{item}": version_in(principal, address, f"seen-{item}") for item in items}
    everybody = {f"answer-{item}": "agree" for item in items[1:]}
    seen = {"version": version_in(principal, address), **fresh, **everybody, **objection}
    assert principal.post(address, data={**seen, "deed": "send"}).status_code == SEE_OTHER
    page = text_of(principal, address)
    assert "本校不缺" in page
    assert "<textarea" not in page
    assert principal.post(address, data={**seen, "deed": "send"}).status_code == CONFLICT


def test_from_objection_to_decision_and_result(
    hr: FlaskClient, leader: FlaskClient, teacher: FlaskClient, under: Under
) -> None:
    item = answer_all(under)
    answers = f"/proposals/{under.proposal_id}/answers"
    assert "本校不缺" in text_of(hr, answers)
    submit = f"/proposals/{under.proposal_id}/submit"
    plan = f"/proposals/{under.proposal_id}"
    assert hr.post(submit, data={"version": proposal_version(under)}).status_code == CONFLICT, "an objection is open"
    reply = f"{answers}/{item}"
    data = {"version": version_in(hr, reply)}
    asked = select(PlanMove.from_school_id).join(ReviewItem, ReviewItem.move_id == PlanMove.id)
    own = school_code(reading().execute(asked.where(ReviewItem.id == item)).scalar_one())
    assert hr.post(reply, data={**data, "reply": "kept"}).status_code == INVALID
    assert hr.post(reply, data={**data, "reason": "缺口仍在"}).status_code == INVALID
    assert hr.post(reply, data={**data, "reply": "kept", "reason": "缺口仍在", "school": own}).status_code == INVALID
    accepted = {"reply": "accepted", "action": "forbid", "reason": "同意贵校意见"}
    for named in ("", own):
        moved = {**accepted, "action": "move", "school": named}
        assert hr.post(reply, data={**data, **moved}).status_code == INVALID, "accepted, and yet not granted"
    assert hr.post(reply, data={**data, **accepted}).status_code == SEE_OTHER
    assert hr.post(reply, data={**data, **accepted}).status_code == CONFLICT
    again = hr.post(f"{plan}/again")
    assert again.status_code == SEE_OTHER
    assert "本校不缺" in text_of(hr, again.headers["Location"] + "/locks")
    assert hr.post(submit, data={"version": proposal_version(under)}).status_code == CONFLICT, "it must have effect"
    assert f"{plan}/again" in text_of(hr, answers)
    keep_the_move(item)
    assert hr.post(submit, data={"version": proposal_version(under)}).status_code == SEE_OTHER
    assert "/decisions/" in text_of(leader, "/decisions")
    decide = f"/decisions/{under.proposal_id}"
    data = {"version": version_in(leader, decide)}
    assert leader.post(decide, data=data).status_code == INVALID
    assert leader.post(decide, data={**data, "decision": "refuse"}).status_code == INVALID
    assert leader.post(
        decide, data={**data, "decision": "approve", "objection_deadline": "2026-01-01"}
    ).status_code == (INVALID)
    assert leader.post(decide, data={**data, "decision": "approve", "objection_deadline": ""}).status_code == INVALID, (
        "no day, no approval"
    )
    assert 'name="objection_deadline"' in text_of(leader, decide).split('value="2026-06-25"')[0], "a week is offered"
    yes = {**data, "decision": "approve", "objection_deadline": "2026-07-20"}
    assert leader.post(decide, data=yes).status_code == SEE_OTHER
    assert leader.post(decide, data=yes).status_code == CONFLICT, "decided once"
    object_and_answer(hr, teacher)


def object_and_answer(hr: FlaskClient, teacher: FlaskClient) -> None:
    """A teacher reads the final result, objects once, and gets an answer."""
    assert "jh-st seal" in text_of(teacher, "/my/rotation")
    objection = "/my/rotation/objection"
    assert teacher.post(objection, data={"reason": " "}).status_code == INVALID
    assert teacher.post(objection, data={"reason": "家中有老人需照料"}).status_code == SEE_OTHER
    assert teacher.get(objection).status_code == NOT_FOUND, "once is enough"
    listed = text_of(hr, "/objections")
    assert "家中有老人需照料" in listed
    answer = "/objections/" + listed.split('href="/objections/')[1].split('"')[0]
    data = {"version": version_in(hr, answer)}
    assert hr.post(answer, data={**data, "outcome": "rejected"}).status_code == INVALID
    assert hr.post(answer, data={**data, "answer": "已核"}).status_code == INVALID
    assert hr.post(answer, data={**data, "outcome": "rejected", "answer": "路程未超限"}).status_code == SEE_OTHER
    assert "路程未超限" in text_of(teacher, "/my/rotation")


def test_nobody_decides_on_the_own_proposal(sign_in: Sign, hr: FlaskClient, people: People, under: Under) -> None:
    answer_all(under, objects=False)
    hr.post(f"/proposals/{under.proposal_id}/submit", data={"version": proposal_version(under)})
    both = person(Role.LEADER, user_id=people.hr.user_id)
    client = sign_in(both)
    page = text_of(client, f"/decisions/{under.proposal_id}")
    assert 'name="decision"' not in page
    data = {"version": proposal_version(under), "decision": "approve"}
    assert client.post(f"/decisions/{under.proposal_id}", data=data).status_code == CONFLICT


def test_a_review_is_ended_early_and_a_proposal_withdrawn_with_reasons(hr: FlaskClient, under: Under) -> None:
    end, back = (f"/proposals/{under.proposal_id}/{deed}" for deed in ("review/end", "withdraw"))
    data = {"version": proposal_version(under)}
    unsent = reading().get_one(School, under.school_id).name
    reading().rollback()
    assert unsent in text_of(hr, end), "who has not answered is named before it is too late"
    assert hr.post(end, data=data).status_code == INVALID
    assert hr.post(end, data={**data, "reason": "市里要求提前"}).status_code == SEE_OTHER
    assert hr.post(end, data={**data, "reason": "市里要求提前"}).status_code == CONFLICT
    for page in (f"/proposals/{under.proposal_id}", f"/proposals/{under.proposal_id}/answers"):
        assert "市里要求提前" in text_of(hr, page), "the leader reads the reason"
    data = {"version": proposal_version(under)}
    assert hr.post(back, data=data).status_code == INVALID
    assert hr.post(back, data={**data, "reason": "数据有误"}).status_code == SEE_OTHER


def test_what_it_costs_is_asked_for_once(hr: FlaskClient, under: Under) -> None:
    address = f"/proposals/{under.proposal_id}/why/{under.staff_no}"
    for school in range(1, 9):
        page = text_of(hr, f"{address}?school={school}")
        if f"{address}/{school}" in page:
            assert hr.post(f"{address}/{school}").status_code == SEE_OTHER
            assert f"{address}/{school}" not in text_of(hr, f"{address}?school={school}")
            return


def items_of(review_id: int) -> list[int]:
    """Return the moves a review asks about."""
    found = list(reading().execute(select(ReviewItem.id).where(ReviewItem.review_id == review_id)).scalars())
    reading().rollback()
    return found


def school_code(school_id: int) -> str:
    """Return the code of a school."""
    code = reading().execute(select(School.code).where(School.id == school_id)).scalar_one()
    reading().rollback()
    return str(code)


def keep_the_move(item_id: int) -> None:
    """Change the reply to an objection: the move is kept after all."""
    with transaction() as tx:
        item = tx.get_one(ReviewItem, item_id)
        item.reply, item.reply_action, item.reply_school_id = Reply.KEPT, None, None


def proposal_version(under: Under) -> int:
    """Return the version of the proposal now."""
    reading().rollback()
    found = reading().execute(select(Proposal.version).where(Proposal.id == under.proposal_id)).scalar_one()
    reading().rollback()
    return found


def answer_all(under: Under, *, objects: bool = True) -> int:
    """Let every school answer; the first objects to the first move where `objects` says so. Returns that item."""
    schools = list(reading().execute(select(PrincipalReview.school_id)).scalars())
    heads = {school: principal_of(school) for school in schools}
    with transaction() as tx:
        reviews = list(tx.execute(select(PrincipalReview)).scalars())
        chosen = items_of(under.review_id)[0]
        for review in reviews:
            principal = heads[review.school_id]
            services.agree_to_rest(tx, review.id, by=principal, on=TODAY)
    if objects:
        with transaction() as tx:
            item = tx.get_one(ReviewItem, chosen)
            principal = heads[under.school_id]
            draft = AnswerDraft(Answer.OBJECT, "本校不缺")
            services.answer_item(tx, chosen, item.version, draft, by=principal, on=TODAY)
    with transaction() as tx:
        for review in tx.execute(select(PrincipalReview).where(PrincipalReview.state == ReviewState.OPEN)).scalars():
            principal = heads[review.school_id]
            services.send_review(tx, review.id, review.version, by=principal, on=TODAY)
    return chosen
