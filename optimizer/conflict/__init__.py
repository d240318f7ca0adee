"""Why no plan keeps all rules: which rules cannot hold together, and what small change would let them."""

from optimizer.conflict.explain import explain_infeasible
from optimizer.conflict.feasibility import feasible

__all__ = ["explain_infeasible", "feasible"]
