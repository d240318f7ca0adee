"""The pages of rotation: cycles, scenarios and proposals for the bureau, reviews for principals, the own case."""

from rotation.views import (
    answers,
    carrying,
    comparing,
    cycle_pages,
    deciding,
    eligibility_pages,
    filters,
    locking,
    numbers_pages,
    objecting,
    own_pages,
    preference_pages,
    proposal_pages,
    reasons,
    scenario_pages,
    school_pages,
    school_reviews,
    searching,
    submitting,
)
from rotation.views.blueprints import own_rotation, reviews, rotation

PAGES = (
    answers,
    carrying,
    comparing,
    cycle_pages,
    deciding,
    eligibility_pages,
    filters,
    locking,
    numbers_pages,
    objecting,
    own_pages,
    preference_pages,
    proposal_pages,
    reasons,
    scenario_pages,
    school_pages,
    school_reviews,
    searching,
    submitting,
)
"""The modules that put their pages on the blueprints."""

__all__ = ["PAGES", "own_rotation", "reviews", "rotation"]
