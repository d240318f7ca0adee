"""The rotation problem as an integer programme: columns for moves, rows for rules, steps for what is better."""

from optimizer.model.formulation import Formulation, formulate

__all__ = ["Formulation", "formulate"]
