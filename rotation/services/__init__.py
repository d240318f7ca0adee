"""Writes of rotation: one verb each, judged by rules, on record in the same transaction."""

from rotation.services.answering import agree_to_rest, answer_item, answer_items, reply, send_review
from rotation.services.asking import ask_price, why
from rotation.services.carrying import carry_over
from rotation.services.cycles import (
    change_cycle,
    close_cycle,
    open_cycle,
    open_preferences,
    read_overrides,
    reopen_cycle,
    set_policy,
    set_policy_numbers,
    start_planning,
)
from rotation.services.deciding import approve, refuse, return_to_district
from rotation.services.eligibility import (
    eligibility_differences,
    end_override,
    fix_eligibility,
    override_eligibility,
    standing,
)
from rotation.services.objecting import answer_objection, object_to_result
from rotation.services.preferences import file_preferences, preferences_page, stamp_of
from rotation.services.scenarios import change_scenario, follow_up, make_scenario, overridable, pin, unpin
from rotation.services.searching import discard_search, request_solve, stop_and_keep
from rotation.services.submitting import (
    close_overdue_reviews,
    close_review,
    has_overdue_reviews,
    submit_for_decision,
    submit_for_review,
    withdraw,
)

__all__ = [
    "agree_to_rest",
    "answer_item",
    "answer_items",
    "answer_objection",
    "approve",
    "ask_price",
    "carry_over",
    "change_cycle",
    "change_scenario",
    "close_cycle",
    "close_overdue_reviews",
    "close_review",
    "discard_search",
    "eligibility_differences",
    "end_override",
    "file_preferences",
    "fix_eligibility",
    "follow_up",
    "has_overdue_reviews",
    "make_scenario",
    "object_to_result",
    "open_cycle",
    "open_preferences",
    "overridable",
    "override_eligibility",
    "pin",
    "preferences_page",
    "read_overrides",
    "refuse",
    "reopen_cycle",
    "reply",
    "request_solve",
    "return_to_district",
    "send_review",
    "set_policy",
    "set_policy_numbers",
    "stamp_of",
    "standing",
    "start_planning",
    "stop_and_keep",
    "submit_for_decision",
    "submit_for_review",
    "unpin",
    "why",
    "withdraw",
]
