"""Whether a transition may be taken: the right state, the right person, a reason where one is needed."""

from core.enums import LabelledEnum
from policy.messages import say
from policy.verdict import Verdict
from rotation.vocabulary.transitions import Transition

STATE = "right-state"
REASON = "reason-given"


def may_take(transition: Transition, state: LabelledEnum) -> Verdict:
    """Judge whether the state machine has this move from a state."""
    facts = {"state": state.value, "event": transition.event}
    if state in transition.sources:
        return Verdict(True, STATE, say("This can be done now."), facts)
    sentence = say("This cannot be done now: it is {state}.", state=state.label)
    return Verdict(False, STATE, sentence, facts)


def reason_given(transition: Transition, reason: str) -> Verdict:
    """Judge whether a reason is there where the transition needs one."""
    holds = bool(reason.strip()) or not transition.needs_reason
    sentence = say("A reason is given, or none is needed.") if holds else say("A reason is needed.")
    return Verdict(holds, REASON, sentence)
