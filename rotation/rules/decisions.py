"""Who may decide on a proposal, and when it is ready for a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from policy.messages import say
from policy.verdict import Verdict
from policy.vocabulary import LockAction

NOT_OWN = "not-own-proposal"
REVIEW_DONE = "review-ended"
REPLIED = "objections-replied"
SAME_POLICY = "policy-in-force"
DEADLINE = "deadline-passed-or-all-sent"
KEPT = "accepted-objections-kept"
REPLACED = "replacement-meant"
REGISTER = "register-agrees"
PROMISED = "objection-granted"


@dataclass(frozen=True, slots=True)
class Authors:
    """Who stands behind a proposal, as account ids: who made its scenario, who submitted it."""

    author: int | None
    submitter: int | None
    author_name: str = ""
    submitter_name: str = ""


def may_decide(authors: Authors, user_id: int) -> Verdict:
    """Judge whether somebody may decide: never on a proposal they made or submitted."""
    facts = {"author": authors.author, "submitter": authors.submitter, "user": user_id}
    if user_id == authors.submitter:
        return Verdict(False, NOT_OWN, say("You submitted this proposal yourself; somebody else must decide."), facts)
    if user_id == authors.author:
        return Verdict(False, NOT_OWN, say("You made this proposal yourself; somebody else must decide."), facts)
    return Verdict(True, NOT_OWN, say("The proposal is somebody else's."), facts)


def review_may_end(unsent: Sequence[str], deadline: date, on: date, reason: str) -> Verdict:
    """Judge whether a review may be ended: all schools have sent, the deadline is past, or there is a reason."""
    facts = {"unsent": list(unsent), "deadline": deadline.isoformat()}
    if not unsent or on > deadline or reason.strip():
        return Verdict(True, DEADLINE, say("The review may be ended."), facts)
    sentence = say(
        "{number} schools have not sent their answers, and the deadline is {deadline}: give a reason to end it now.",
        number=len(unsent),
        deadline=deadline,
    )
    return Verdict(False, DEADLINE, sentence, facts)


def may_replace(*, is_kept_to: bool, reason: str) -> Verdict:
    """Judge whether a proposal may take the place of one under review: it keeps to that one, or there is a reason."""
    if is_kept_to or reason.strip():
        return Verdict(True, REPLACED, say("The other proposal may be replaced."))
    sentence = say("The proposal under review is withdrawn by this and its answers are lost: say why.")
    return Verdict(False, REPLACED, sentence)


def all_replied(unreplied: int) -> Verdict:
    """Judge whether every objection of a principal has its reply."""
    if not unreplied:
        return Verdict(True, REPLIED, say("Every objection has its reply."))
    sentence = say("{number} objections have no reply yet; reply to each before submitting.", number=unreplied)
    return Verdict(False, REPLIED, sentence, {"unreplied": unreplied})


def policy_in_force(made_with: int, current: int) -> Verdict:
    """Judge whether a proposal rests on the policy version its cycle stands on now."""
    facts = {"made_with": made_with, "current": current}
    if made_with == current:
        return Verdict(True, SAME_POLICY, say("The proposal rests on the policy in force."), facts)
    sentence = say("Made with policy version {made_with}; version {current} is in force now: solve again.", **facts)
    return Verdict(False, SAME_POLICY, sentence, facts)


def may_promise(action: LockAction, school: int | None, objected: int) -> Verdict:
    """Judge whether an accepted objection may fix this: never the very move it was made to."""
    if action is not LockAction.MOVE or school != objected:
        return Verdict(True, PROMISED, say("The objection is granted by this."))
    sentence = say("This is the move objected to: an accepted objection means that it is not made.")
    return Verdict(False, PROMISED, sentence, {"school": school})


def breaks_promise(action: LockAction | None, school: int | None, objected: int, target: int) -> bool:
    """Whether a move to `target` breaks what was promised for an accepted objection to a move to `objected`.

    Whatever else was named with the reply, the move objected to is not made.
    """
    if action is LockAction.STAY or target == objected:
        return True
    return action is LockAction.FORBID and target == school


def promises_kept(broken: int) -> Verdict:
    """Judge whether a proposal makes no move an accepted or upheld objection forbids."""
    if not broken:
        return Verdict(True, KEPT, say("The proposal keeps to every accepted objection."))
    sentence = say(
        "{number} people still move although the objection to it was accepted: solve again with least change first.",
        number=broken,
    )
    return Verdict(False, KEPT, sentence, {"broken": broken})


def register_agrees(overtaken: int) -> Verdict:
    """Judge whether the register still lets every move of a proposal be carried out."""
    if not overtaken:
        return Verdict(True, REGISTER, say("Every move still fits the register."))
    sentence = say(
        "The register has overtaken {number} of the moves: solve again with least change first.",
        number=overtaken,
    )
    return Verdict(False, REGISTER, sentence, {"overtaken": overtaken})
