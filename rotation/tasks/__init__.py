"""Rotation in the background: the search of a scenario, and the price of a forced move."""

from core.jobs import JobKind
from policy.messages import say
from rotation.tasks.pricing import price
from rotation.tasks.solving import solve

JOB_KINDS = {
    "solve": JobKind(solve, say("search for a plan"), heavy=True, seconds=7200, attempts=3),
    "price": JobKind(price, say("price of a forced move"), heavy=True, seconds=1800, attempts=2),
}

__all__ = ["JOB_KINDS", "price", "solve"]
