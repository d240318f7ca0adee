"""What waits for somebody, by what they may do; the nearest deadline first."""

from collections.abc import Iterator
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from accounts.identity import Identity
from accounts.permissions import Permission
from app.desk.records import Task
from policy.messages import say
from rotation import queries as rotation
from rotation.vocabulary.pages import CyclePage, ReviewLine
from rotation.vocabulary.states import ReviewState
from teachers import queries as register
from training import queries as training


def tasks(tx: Session, identity: Identity, cycle: CyclePage | None, on: date) -> list[Task]:
    """Return everything that waits for a person."""
    found = [
        *_of_cycle(identity, cycle),
        *_reviews(tx, identity),
        *_decisions(tx, identity, on),
        *_corrections(tx, identity, on),
        *_training(tx, identity),
    ]
    return sorted(found, key=lambda task: (task.due is None, task.due or on))


def _of_cycle(identity: Identity, cycle: CyclePage | None) -> Iterator[Task]:
    if cycle is None or not identity.may(Permission.CYCLE_MANAGE):
        return
    for todo in cycle.todos:
        yield Task(todo.label, url_for(todo.endpoint, **todo.values), due=todo.due, icon="route")


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
                say("{count} objections of principals wait for a reply", count=count),
                url_for("rotation.answers", proposal_id=waiting[0].proposal_id),
                say("from {schools} schools", schools=len(waiting)),
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
                say("{count} training records wait for approval", count=count),
                url_for("training.queue"),
                icon="history",
            )
