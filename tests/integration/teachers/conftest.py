from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.identity import Identity
from accounts.permissions import Role
from core import clock
from core.db import transaction
from policy.vocabulary import BackboneLevel, Stage, Title
from teachers.models import School, Teacher
from teachers.vocabulary import ClassDraft
from tests.support.builders import (
    clerk_of,
    hr_officer,
    id_number,
    identity_of,
    make_account,
    make_school,
    make_teacher,
    principal_of,
)
from tests.support.site import app, client_as, config, empty_database, tx

__all__ = ["app", "client_as", "config", "empty_database", "tx"]

NOW = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_the_first_of_september() -> Iterator[None]:
    """Everything happens on one day."""
    with clock.travel_to(NOW):
        yield


@dataclass(frozen=True)
class Place:
    """Two schools with a teacher each, and everybody who works on them."""

    here: School
    there: School
    teacher: Teacher
    foreign: Teacher
    hr: Identity
    clerk: Identity
    principal: Identity
    own: Identity
    auditor: Identity


@pytest.fixture
def place(app: Flask) -> Place:
    """A small register with accounts."""
    with transaction() as tx:
        classes = tuple(ClassDraft(grade, 3, 120) for grade in range(1, 7))
        here = make_school(tx, name="云岭第一小学", students={Stage.PRIMARY: 720}, classes=classes)
        there = make_school(tx, name="石桥中学", students={Stage.JUNIOR: 300, Stage.VOCATIONAL: 80})
        number = id_number("19850314")
        teacher = make_teacher(
            tx,
            school=here,
            staff_no="310001",
            name="曾令仪",
            id_number=number,
            phone="13812345678",
            birth_month="1985-03",
            title=Title.SENIOR,
            backbone=BackboneLevel.DISTRICT,
        )
        foreign = make_teacher(tx, school=there, staff_no="310002", name="石磊", stage=Stage.VOCATIONAL)
        place = Place(
            here=here,
            there=there,
            teacher=teacher,
            foreign=foreign,
            hr=hr_officer(),
            clerk=clerk_of(here),
            principal=principal_of(here),
            own=identity_of(teacher),
            auditor=Identity(15, "A0015", "审计员", frozenset({Role.AUDITOR}), None, None),
        )
        for identity in (place.hr, place.clerk, place.principal, place.own, place.auditor):
            make_account(tx, identity)
    return place


Browser = Callable[[Identity | None], FlaskClient]
