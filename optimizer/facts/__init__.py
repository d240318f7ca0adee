"""What follows from the tables before anything is planned: who is eligible, who may go where, and at what burden."""

from optimizer.facts.district import District
from optimizer.facts.moves import AllowedMoves

__all__ = ["AllowedMoves", "District"]
