"""Why each name is on the list: what a move serves and its part in each line, counted without solving again."""

from optimizer.explain.justify import justification_of, justify, part_of, reasons
from optimizer.explain.records import IndicatorServed, Justification, Replaced
from optimizer.explain.sentences import sentence, served

__all__ = [
    "IndicatorServed",
    "Justification",
    "Replaced",
    "justification_of",
    "justify",
    "part_of",
    "reasons",
    "sentence",
    "served",
]
