"""What is known about a run besides its plan: what was read, when, with which versions, and what was noticed."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from optimizer.faults import Fault
from optimizer.problem import Move


@dataclass(frozen=True, slots=True)
class RunRecord:
    """The circumstances of one run: fingerprints as hexadecimal SHA-256, texts empty where they are not known.

    `earlier` are the moves of the plan a re-solve was asked to keep to, None where there was none.
    """

    input_sha256: str
    policy_sha256: str
    made_at: datetime
    versions: Mapping[str, str]
    seconds: float = 0.0
    district: str = ""
    warnings: tuple[Fault, ...] = field(default=())
    overrides: int = 0
    earlier: tuple[Move, ...] | None = None


def versions() -> dict[str, str]:
    """Return what the run was made with: our version, Python's, the solvers' and the machine."""
    return {
        "junheng": _version("junheng"),
        "python": platform.python_version(),
        "ortools": _version("ortools"),
        "numpy": _version("numpy"),
        "platform": platform.platform(),
    }


def _version(distribution: str) -> str:
    """Return an installed version, empty for a checkout that was never installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""
