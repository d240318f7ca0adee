"""Closed lists carry words and moves; forgetting a word stops the import."""

import pytest

from core.enums import LabelledEnum
from policy.messages import say


class Light(LabelledEnum):
    RED = "red"
    GREEN = "green"


Light.words({Light.RED: (say("stop"), "bad"), Light.GREEN: (say("go"), "ok")})
Light.moves({Light.RED: frozenset({Light.GREEN})})


def test_members_have_label_and_tone() -> None:
    assert (str(Light.RED.label), Light.RED.tone) == ("stop", "bad")


def test_only_declared_moves_are_allowed() -> None:
    assert Light.RED.can_become(Light.GREEN)
    assert not Light.GREEN.can_become(Light.RED)


def test_a_member_without_words_is_a_defect() -> None:
    class Half(LabelledEnum):
        ONE = "one"
        TWO = "two"

    with pytest.raises(TypeError):
        Half.words({Half.ONE: (say("one"), "none")})
