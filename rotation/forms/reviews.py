"""The form of a school's review: for every move agree or object; an objection opens its reason and an alternative."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wtforms import Field, RadioField, StringField, TextAreaField

from core.web.forms import AtMost, Form, Optional, VersionField
from core.web.language import text
from policy.messages import say
from rotation.forms.cycles import LONGEST_NOTE
from rotation.forms.parts import label, options, plain
from rotation.forms.scenarios import LONGEST_STAFF_NO
from rotation.vocabulary.drafts import AnswerDraft
from rotation.vocabulary.pages import ReviewPage
from rotation.vocabulary.states import Answer


@dataclass(frozen=True, slots=True)
class CaseFields:
    """The fields about one person."""

    answer: Field
    reason: Field
    alternative: Field
    alternative_staff_no: Field
    seen: Field


class ReviewForm(Form):
    """Answers about several people; what was left open stays open."""

    items: tuple[int, ...] = ()
    sending: bool = False
    version = VersionField(validators=[Optional()])

    def case(self, item: int) -> CaseFields:
        """Return the fields about one person."""
        return CaseFields(*(self._fields[f"{name}-{item}"] for name in CaseFields.__dataclass_fields__))

    def drafts(self) -> dict[int, tuple[int, AnswerDraft]]:
        """Return the answers given, by item, each with the version that was seen."""
        cases = ((item, self.case(item)) for item in self.items)
        return {item: (case.seen.data or 0, _draft(case)) for item, case in cases if case.answer.data}

    def open_items(self) -> list[int]:
        """Return the items that have no answer yet."""
        return [item for item in self.items if not self.case(item).answer.data]

    def agree_to_all(self) -> None:
        """Fill in agreement wherever nothing was answered yet."""
        for item in self.items:
            field = self.case(item).answer
            field.data = field.data or Answer.AGREE.value

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse an objection without words and, when the answers are sent, people nobody answered about."""
        sound = bool(super().validate(extra_validators))
        missing = len(self.open_items())
        if self.sending and missing:
            self.form_errors.append(
                text(say("{count} people have no answer yet; agree or object to each.", count=missing))
            )
            sound = False
        for item in self.items:
            case = self.case(item)
            if case.answer.data == Answer.OBJECT.value and not plain(case.reason):
                case.reason.errors = [text(say("Write what speaks against this move."))]
                sound = False
        return sound


def review_form(items: Iterable[tuple[int, str]]) -> type[ReviewForm]:
    """Return a form for the moves of one review: pairs of item and the name of the person."""
    pairs = tuple(items)
    fields: dict[str, Any] = {}
    for item, name in pairs:
        fields[f"answer-{item}"] = RadioField(
            label(say("Your answer about {name}", name=name)),
            [Optional()],
            choices=options([(Answer.AGREE.value, say("Agree")), (Answer.OBJECT.value, say("Object"))]),
        )
        fields[f"reason-{item}"] = TextAreaField(
            label(say("Reason of the objection")), [Optional(), AtMost(LONGEST_NOTE)], render_kw={"rows": 3}
        )
        fields[f"alternative-{item}"] = TextAreaField(
            label(say("What could be done instead")), [Optional(), AtMost(LONGEST_NOTE)], render_kw={"rows": 2}
        )
        fields[f"alternative_staff_no-{item}"] = StringField(
            label(say("Somebody else (staff number)")), [Optional(), AtMost(LONGEST_STAFF_NO)]
        )
        fields[f"seen-{item}"] = VersionField(validators=[Optional()])
    return type("ReviewForm", (ReviewForm,), {**fields, "items": tuple(item for item, _ in pairs)})


def filled(page: ReviewPage) -> dict[str, Any]:
    """Return the data of the form that shows the answers so far."""
    data: dict[str, Any] = {"version": page.version}
    for item in (*page.incoming, *page.outgoing):
        data |= {
            f"answer-{item.id}": item.answer.value if item.answer else None,
            f"reason-{item.id}": item.reason,
            f"alternative-{item.id}": item.alternative,
            f"alternative_staff_no-{item.id}": item.alternative_staff_no,
            f"seen-{item.id}": item.version,
        }
    return data


def _draft(case: CaseFields) -> AnswerDraft:
    answer = Answer(case.answer.data)
    if answer is Answer.AGREE:
        return AnswerDraft(answer)
    return AnswerDraft(
        answer,
        plain(case.reason),
        plain(case.alternative),
        plain(case.alternative_staff_no),
    )
