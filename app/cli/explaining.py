"""The answers to why and why not, as records and as text."""

from app.cli.speech import Speech
from app.cli.width import aligned
from app.cli.words import amount
from optimizer.report.answers import Explanation
from optimizer.report.words import LINES
from policy.messages import Message, say


def explanation_record(answer: Explanation, speech: Speech) -> dict[str, object]:
    """The answer as plain data."""
    return {
        "sentence": answer.sentence.text(speech.files),
        "refused_by": answer.refused_by,
        "facts": dict(answer.facts),
        "clause": answer.clause,
        "undecided": answer.undecided,
        "serves": [fact.text(speech.files) for fact in answer.serves],
        "lines": [
            {"name": name, "plan": plan, "otherwise": otherwise, "change": otherwise - plan}
            for name, plan, otherwise in answer.lines
        ],
    }


def explanation_text(answer: Explanation, speech: Speech) -> list[str]:
    """The answer for a reader."""
    if answer.otherwise is None:
        return [speech(answer.sentence)]
    head = [speech(text) for text in (say("Line"), say("This plan"), answer.otherwise, say("Difference"))]
    rows = [
        [
            speech(LINES[name]),
            speech(amount(name, plan)),
            speech(amount(name, other)),
            speech(_change(name, other - plan)),
        ]
        for name, plan, other in answer.lines
    ]
    serves = [speech(say("- {fact}", fact=fact)) for fact in answer.serves]
    return [speech(answer.sentence), *serves, "", *aligned([head, *rows], frozenset({1, 2, 3}))]


def _change(line: str, difference: int) -> Message:
    """A difference in words: more, less or none."""
    if difference == 0:
        return say("unchanged")
    size = amount(line, abs(difference))
    return say("{amount} more", amount=size) if difference > 0 else say("{amount} less", amount=size)
