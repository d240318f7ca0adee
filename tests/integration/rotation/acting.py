"""Steps several tests take: principals with accounts, answers of all schools, a proposal led to its decision."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Role
from core.db import reading, transaction
from rotation import services
from rotation.models.plans import Proposal
from rotation.models.reviews import PrincipalReview
from rotation.vocabulary.drafts import AnswerDraft
from rotation.vocabulary.states import Answer, ReviewState
from tests.integration.rotation.district import TODAY, account, identity

DEADLINE = TODAY.replace(day=26)


def done(verb: Callable[..., Any], *subject: Any, by: Identity, **values: Any) -> Any:
    """Do one thing in a transaction of its own."""
    with transaction() as tx:
        return verb(tx, *subject, by=by, on=values.pop("on", TODAY), **values)


def fresh(kind: type[Any], row_id: int) -> Any:
    """Return a row as it is now."""
    reading().rollback()
    reading().expire_all()
    return reading().get_one(kind, row_id)


def proposal(proposal_id: int) -> Proposal:
    """Return a proposal as it is now."""
    found: Proposal = fresh(Proposal, proposal_id)
    return found


def reviews(proposal_id: int) -> list[PrincipalReview]:
    """Return the reviews of a proposal as they are now."""
    reading().rollback()
    reading().expire_all()
    rows = select(PrincipalReview).where(PrincipalReview.proposal_id == proposal_id).order_by(PrincipalReview.id)
    return list(reading().execute(rows).scalars())


def principal_of(tx: Session, school_id: int) -> Identity:
    """Return the principal of a school, with an account."""
    name = f"p{school_id}"
    try:
        return identity(tx, name)
    except Exception:  # noqa: BLE001 - there is none yet
        return account(tx, name, Role.PRINCIPAL, school_id=school_id)


def principal(school_id: int) -> Identity:
    """Return the principal of a school, opening the account in a transaction of its own."""
    with transaction() as tx:
        return principal_of(tx, school_id)


def answer_all(proposal_id: int, objecting: int | None = None) -> list[int]:
    """Have all schools answer and send; the one named objects to its first move. Returns the items objected to."""
    objected = []
    for review in reviews(proposal_id):
        if review.state is not ReviewState.OPEN:
            continue
        who = principal(review.school_id)
        if review.school_id == objecting:
            item = fresh(PrincipalReview, review.id).items[0]
            draft = AnswerDraft(Answer.OBJECT, "本校该学科课时少", "建议走教两天")
            done(services.answer_item, item.id, item.version, draft, by=who)
            objected.append(item.id)
        done(services.agree_to_rest, review.id, by=who)
        done(services.send_review, review.id, fresh(PrincipalReview, review.id).version, by=who)
    return objected
