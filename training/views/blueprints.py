"""The two blueprints, and how their templates write hours and credits."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from training.rules import shown, shown_hours

my = Blueprint("my", __name__, url_prefix="/my")
training = Blueprint("training", __name__, url_prefix="/training")


@my.context_processor
@training.context_processor
def figures() -> dict[str, Callable[..., Any]]:
    """Return what templates write hours (in hundredths) and credits (fractions) with."""
    return {"hours_text": shown_hours, "credits_text": shown}
