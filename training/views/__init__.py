"""Pages of continuing education: a teacher's own (`my`), and those of school and district (`training`)."""

from training.views import deciding, hours, own, reading, sheets
from training.views.blueprints import my, training

__all__ = ["deciding", "hours", "my", "own", "reading", "sheets", "training"]
