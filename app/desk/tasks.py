"""What waits for somebody, by what they may do; the nearest deadline first."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from flask import url_for
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from app.desk.records import Task
from policy.messages import Message, say
from rotation import queries as rotation
from rotation.vocabulary.pages import CyclePage, ReviewLine
from rotation.vocabulary.states import ReviewState
from teachers import queries as register
from training import queries as training


def tasks(tx: Session, identity: Identity, cycles: Sequence[CyclePage], on: date) -> list[Task]:
    """Return everything that waits for a person, of every cycle that is not closed."""
    found = [
        *chain.from_iterable(_of_cycle(identity, cycle, named=len(cycles) > 1) for cycle in cycles),
        *_reviews(tx, identity),
        *_decisions(tx, identity, on),
        *_corrections(tx, identity, on),
        *_training(tx, identity),
    ]
    return sorted(found, key=lambda task: (task.due is None, task.due or on))


def _of_cycle(identity: Identity, cycle: CyclePage, *, named: bool) -> Iterator[Task]:
    """Return what a cycle waits for; of several cycles each task says which it belongs to."""
    if not identity.may(Permission.CYCLE_MANAGE):
        return
    for todo in cycle.todos:
        detail = _of_which(cycle.name, todo.detail) if named else todo.detail
        yield Task(todo.label, url_for(todo.endpoint, **todo.values), detail, todo.due, "route")


def _of_which(cycle: str, detail: Message | None) -> Message:
    """Return the detail of a task with the name of its cycle before it."""
    return Message("{name}", {"name": cycle}) if detail is None else say("{name}: {text}", name=cycle, text=detail)


def _reviews(tx: Session, identity: Identity) -> Iterator[Task]:
    if identity.may(Permission.REVIEW_ANSWER):
        for review in rotation.reviews_of(tx, identity):
            if review.state is ReviewState.OPEN:
                yield _review_to_answer(review)
    if identity.may(Permission.REVIEW_REPLY):
        waiting = [review for review in rotation.reviews_of(tx, identity) if review.unreplied]
        if waiting:
            count = sum(review.unreplied for review in waiting)
            yield Task(
                say("Objections of principals to reply to: {count}", count=count),
                url_for("rotation.answers", proposal_id=waiting[0].proposal_id),
                say("schools: {schools}", schools=len(waiting)),
                icon="flag",
                tone="warn",
            )


def _review_to_answer(review: ReviewLine) -> Task:
    return Task(
        say("Review {proposal}", proposal=review.proposal_name),
        url_for("reviews.review", review_id=review.id),
        say("{open} of {items} people still without an answer", open=review.open, items=review.items),
        review.deadline,
        "messages",
        "warn",
    )


def _decisions(tx: Session, identity: Identity, on: date) -> Iterator[Task]:
    if not identity.may(Permission.PLAN_DECIDE):
        return
    waiting, _ = rotation.decisions(tx, identity, on=on)
    for line in waiting:
        title = say("Decide on {proposal}", proposal=line.proposal.name)
        detail = line.refusal or say("submitted by {name}", name=line.submitted_by)
        yield Task(title, url_for("reviews.decide", proposal_id=line.proposal.id), detail, icon="scale", tone="warn")


def _corrections(tx: Session, identity: Identity, on: date) -> Iterator[Task]:
    if identity.may(Permission.TEACHER_EDIT):
        count = register.open_correction_count(tx, identity, on)
        if count:
            yield Task(
                say("{count} reports of errors wait for an answer", count=count),
                url_for("teachers.corrections"),
                icon="message-exclamation",
            )


def _training(tx: Session, identity: Identity) -> Iterator[Task]:
    if identity.may(Permission.TRAINING_APPROVE_SCHOOL) or identity.may(Permission.TRAINING_APPROVE_DISTRICT):
        count = training.waiting_count(tx, identity)
        if count:
            yield Task(
                say("Training records to approve: {count}", count=count),
                url_for("training.queue"),
                icon="history",
            )
