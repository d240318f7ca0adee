"""The form of a teacher's preferences: as many ranked schools as the policy rewards."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, SelectField

from core.web.forms import Form, Optional
from core.web.language import text
from policy.messages import say
from rotation.forms.parts import label, options
from rotation.vocabulary.pages import PreferencesPage


class PreferenceForm(Form):
    """Ranked schools; a school may be named once, and no rank between two others may be left out."""

    ranks: int = 0

    def choices(self) -> list[Field]:
        """Return the fields in the order of their rank."""
        return [self._fields[f"choice_{rank}"] for rank in range(1, self.ranks + 1)]

    def schools(self) -> list[str]:
        """Return the schools named, the dearest first."""
        return [field.data for field in self.choices() if field.data]

    def school_ids(self) -> list[int]:
        """Return the ids of the schools named, the dearest first."""
        return [int(school) for school in self.schools()]

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a school named twice and a gap in the ranks."""
        sound = bool(super().validate(extra_validators))
        seen: set[str] = set()
        ended = False
        for field in self.choices():
            words = None
            if field.data and ended:
                words = say("The choice above this one is empty; move this school up.")
            elif field.data in seen:
                words = say("This school is already named above; choose another one or leave it empty.")
            if words is not None:
                field.errors = [text(words)]
                sound = False
            ended = ended or not field.data
            seen |= {field.data} if field.data else set()
        return sound


def preference_form(ranks: int, schools: Sequence[tuple[object, object]]) -> type[PreferenceForm]:
    """Return a form with a choice per rank among the allowed schools."""
    fields = {
        f"choice_{rank}": SelectField(
            label(say("Choice {rank}", rank=rank)), [Optional()], choices=options(schools, blank=say("none"))
        )
        for rank in range(1, ranks + 1)
    }
    return type("PreferenceForm", (PreferenceForm,), {**fields, "ranks": ranks})


def offered(page: PreferencesPage) -> list[tuple[int, object]]:
    """Return the schools to choose from, the nearest first, each with its way."""
    near_first = sorted(page.allowed, key=lambda school: (school.minutes is None, school.minutes, school.place.name))
    return [
        (
            school.place.id,
            school.place.name
            if school.minutes is None
            else say("{school}, {minutes} minutes", school=school.place.name, minutes=school.minutes),
        )
        for school in near_first
    ]


def ranked(page: PreferencesPage) -> dict[str, str]:
    """Return the data of the form that shows the list filed so far."""
    return {f"choice_{rank}": str(school.place.id) for rank, school in enumerate(page.ranked, start=1)}
