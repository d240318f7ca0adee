"""The form of given need: for every subject of a stage a number beside the counted one, and lines for further ones."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import HiddenField, StringField
from wtforms.validators import Optional

from core.web.forms import AtMost, Form, Within
from policy.messages import say
from policy.vocabulary import Stage
from teachers.forms.fields import HundredthsField, as_decimal, label, shown
from teachers.queries import StageNeed
from teachers.vocabulary import MOST_POSTS, NeedDraft

FURTHER = range(2)
"""How many lines a stage has for subjects it has no line for yet."""


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A line of the form: the subject, what is counted (None: nothing), and the name of its field."""

    subject: str
    counted: int | None
    field: str


class NeedForm(Form):
    """What the subjects need; `seen` is the mark of what the page showed."""

    seen = HiddenField()

    @classmethod
    def over(cls, stages: Sequence[StageNeed], seen: str) -> "NeedForm":
        """Return the form with its fields; of a stage with anything given, what has no row needs nobody."""

        class Lined(cls):  # type: ignore[misc,valid-type]  # fields are made from what the school teaches
            """The form with its fields."""

        values: dict[str, Any] = {"seen": seen}
        for need in stages:
            for line in lines_of(need):
                setattr(Lined, line.field, _posts(shown(say("{subject}", subject=line.subject))))
                number = need.given.get(line.subject, 0 if line.counted else None) if need.given else None
                values[line.field] = as_decimal(number)
            for name, posts in further_of(need.stage):
                setattr(Lined, name, StringField(label("subject"), [Optional(), AtMost(40)]))
                setattr(Lined, posts, _posts(label("required")))
        return Lined(data=values)

    def to_drafts(self, stages: Sequence[StageNeed]) -> Iterator[NeedDraft]:
        """Yield what was entered, stage by stage."""
        for need in stages:
            typed = [(line.subject, self[line.field].hundredths) for line in lines_of(need)]
            for name, posts in further_of(need.stage):
                if self[name].data or self[posts].hundredths is not None:
                    typed.append((self[name].data or "", self[posts].hundredths))
            yield NeedDraft(need.stage, tuple(typed))


def lines_of(need: StageNeed) -> list[NeedLine]:
    """Return the lines of a stage, the largest need first."""
    return [NeedLine(name, need.counted.get(name), _field(need.stage, name)) for name in need.subjects]


def further_of(stage: Stage) -> list[tuple[str, str]]:
    """Return the names of the fields for further subjects: of the subject, and of its posts."""
    return [(f"subject_{stage.value}_{place}", f"posts_{stage.value}_{place}") for place in FURTHER]


def _field(stage: Stage, subject: str) -> str:
    """Return the name of a subject's field: the same however the lines are ordered."""
    return f"need_{stage.value}_{hashlib.sha256(subject.encode()).hexdigest()[:10]}"


def _posts(name: Any) -> HundredthsField:
    return HundredthsField(name, [Optional(), Within(0, MOST_POSTS)], places=2)
