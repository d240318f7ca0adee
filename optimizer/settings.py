"""What may be set about a search without changing what is asked: engineering, not policy."""

from dataclasses import dataclass

from optimizer.problem import Move

DEFAULT_TIME_LIMIT = 600.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Seed and workers are stored with a plan; the time limit is in seconds; `earlier_moves` asks for few changes.

    `start` is a plan that is known to keep all rules: the answer is then never worse than it.
    """

    seed: int = 0
    workers: int = 1
    time_limit: float = DEFAULT_TIME_LIMIT
    earlier_moves: tuple[Move, ...] | None = None
    start: tuple[Move, ...] = ()
