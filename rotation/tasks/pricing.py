"""The job that finds out what a move nobody refuses would cost: the plan is solved again with it fixed."""

import os

from sqlalchemy import select

from core.jobs import JobContext
from core.sentences import to_json
from rotation.models.cycles import PlanInput
from rotation.models.plans import PlanPrice, Proposal, Scenario
from rotation.planning import asking, keeping, snapshot, solving
from rotation.planning.archive import unpacked
from rotation.vocabulary.states import PriceState
from teachers.models import School, Teacher


def price(context: JobContext) -> None:
    """Work out one price and keep it beside the proposal."""
    price_id = int(context.params["price"])
    with context.reading() as tx:
        asked = tx.get_one(PlanPrice, price_id)
        proposal = tx.get_one(Proposal, asked.proposal_id)
        known, scenario = tx.get_one(PlanInput, proposal.input_id), tx.get_one(Scenario, proposal.scenario_id)
        files, moves = unpacked(known.archive), snapshot.moves_of(tx, proposal.id)
        staff_no = tx.execute(select(Teacher.staff_no).where(Teacher.id == asked.teacher_id)).scalar_one()
        school = tx.execute(select(School.code).where(School.id == asked.school_id)).scalar_one()
        question = solving.Question(
            seed=proposal.seed,
            workers=os.cpu_count() or 1,
            time_limit=float(scenario.time_limit),
            earlier=None if known.earlier is None else keeping.moves_from(known.earlier),
        )
    answer = asking.price(files, moves, staff_no, school, question, context.cancelled)
    context.stop_if_cancelled()
    with context.concluding() as tx:
        row = tx.get_one(PlanPrice, price_id)
        row.state = _state_of(answer)
        row.sentence = to_json(answer.sentence)
        row.lines = [list(line) for line in answer.lines]


def _state_of(answer: asking.Explanation) -> PriceState:
    if answer.undecided:
        return PriceState.UNDECIDED
    return PriceState.IMPOSSIBLE if answer.refused_by else PriceState.KNOWN
