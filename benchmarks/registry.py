"""What is measured: the names of instances and methods, and how long each may take.

The process that starts the others imports this module, and nothing heavy: a process begins its life with the memory of
the one that started it, and peaks are part of the table.
"""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.districts import XS, M, S, Size

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
"""Districts that are not ours to publish lie beside the checkout, where they are there at all."""

OURS = "ours"
METHODS = {
    OURS: "Junheng: column generation, steps, restricted integer programmes",
    "cp_sat": "CP-SAT, plain model: a Boolean per allowed move, `u ≥ need − have`, line by line",
    "mip": "HiGHS through MathOpt on the whole step formulation, line by line",
    "greedy": "rule of thumb: most relief per minute of burden first, every rule kept",
    "deferred_acceptance": "teachers propose where they wish to go, current posts guaranteed",
}
"""Methods in the order of the table."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One district to measure: made from a size, or read from a folder; seconds each method may take."""

    name: str
    source: Size | Path
    limit: float

    @property
    def is_there(self) -> bool:
        """Whether the district can be loaded on this machine."""
        return isinstance(self.source, Size) or self.source.is_dir()


INSTANCES = {
    instance.name: instance
    for instance in (
        Instance("XS", XS, 10.0),
        Instance("S", S, 60.0),
        Instance("district-S", DATA / "district-S", 60.0),
        Instance("antalya-movable", DATA / "antalya-movable", 60.0),
        Instance("M", M, 120.0),
        Instance("district-M", DATA / "district-M", 120.0),
    )
}
"""Instances in the order of the table."""
