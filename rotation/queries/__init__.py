"""Reads of rotation: what pages show, always within a person's reach."""

from rotation.queries.carrying import carry_page
from rotation.queries.comparing import compare
from rotation.queries.cycles import (
    current_cycle,
    cycle_page,
    cycles,
    open_cycles,
    policy_numbers,
    policy_page,
    preference_cycle,
)
from rotation.queries.decisions import decisions
from rotation.queries.listing import proposals
from rotation.queries.lists import eligibility_detail, eligibility_list, eligibility_rules, preference_list
from rotation.queries.moves import (
    indicator_lines,
    map_data,
    move_filters,
    moves,
    school_lines,
    school_page,
    unfilled_groups,
    unfilled_lines,
    unit_lines,
)
from rotation.queries.objecting import objections
from rotation.queries.own import own_rotation
from rotation.queries.proposals import download, proposal_page, replaced_by
from rotation.queries.reviews import review_overview, review_page, reviews_of
from rotation.queries.scenarios import scenario_page, scenarios, solve_progress

__all__ = [
    "carry_page",
    "compare",
    "current_cycle",
    "cycle_page",
    "cycles",
    "decisions",
    "download",
    "eligibility_detail",
    "eligibility_list",
    "eligibility_rules",
    "indicator_lines",
    "map_data",
    "move_filters",
    "moves",
    "objections",
    "open_cycles",
    "own_rotation",
    "policy_numbers",
    "policy_page",
    "preference_cycle",
    "preference_list",
    "proposal_page",
    "proposals",
    "replaced_by",
    "review_overview",
    "review_page",
    "reviews_of",
    "scenario_page",
    "scenarios",
    "school_lines",
    "school_page",
    "solve_progress",
    "unfilled_groups",
    "unfilled_lines",
    "unit_lines",
]
