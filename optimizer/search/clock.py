"""Time that has passed and time that is left; the only place of the search that looks at a clock."""

import time


class Clock:
    """Counts from its making towards a limit in seconds."""

    def __init__(self, limit: float) -> None:
        self._start = time.monotonic()
        self.limit = limit

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    @property
    def left(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self.limit - self.seconds)

    @property
    def expired(self) -> bool:
        """Whether the limit is reached."""
        return self.left <= 0.0
