"""Line by line to a proven plan: the lexicographic order, its caps and bounds."""

from optimizer.solve.lexicographic import solve

__all__ = ["solve"]
