"""The table of one run, as Markdown: a section per instance, a row per method, ratios to ours."""

from collections.abc import Mapping, Sequence

from benchmarks.answer import Measurement
from benchmarks.registry import METHODS, OURS

COLUMNS = (
    "method",
    "shortage",
    "× ours",
    "balance",
    "burden",
    "moves",
    "rules broken",
    "first plan s",
    "proof",
    "total s",
    "× ours",
    "peak MB",
)
NONE = "–"
EXPLANATION = """\
Every method runs in a process of its own, one at a time, from the loaded district to its plan; ours includes starting
its own child process. Every plan is judged by the independent checker (`optimizer.check`): `shortage`, `balance`,
`burden` and `moves` are its values, lower is better in this order, and a plan that breaks a rule is no plan to publish,
whatever its values. *First plan*: seconds until the method first has one to hand out. *Proof*: seconds where every line
is proven best; otherwise how many lines are, and how far the proven bound of `shortage` is below the plan. *Peak MB*:
of the largest process. Times are comparable within this run only: read the ratios."""


def render(
    measurements: Sequence[Measurement], header: Mapping[str, str], skipped: Sequence[tuple[str, str]] = ()
) -> str:
    """Write the whole document; `header` by what it names, `skipped` instances with the reason."""
    parts = ["# Benchmarks", "Written by `make bench`: one run, not edited by hand.", EXPLANATION]
    parts.append("\n".join(f"- {name}: {value}" for name, value in header.items()))
    parts.append("\n".join(["| method | |", "|---|---|", *(f"| `{n}` | {what} |" for n, what in METHODS.items())]))
    for instance in dict.fromkeys(measurement.instance for measurement in measurements):
        parts += section(instance, [m for m in measurements if m.instance == instance])
    parts += [f"`{name}` was left out: {reason}." for name, reason in skipped]
    return "\n\n".join(parts) + "\n"


def section(instance: str, measurements: Sequence[Measurement]) -> list[str]:
    """One instance: its size and its table."""
    told = next((m for m in measurements if m.size), None)
    ours = next((m for m in measurements if m.method == OURS), None)
    rows = [row(measurement, ours) for measurement in measurements]
    if told is not None:
        nothing = {"method": "do nothing"} | {line: number(value) for line, value in told.before.items()}
        rows.insert(0, [nothing.get(column, "") for column in COLUMNS])
    right = {"method": "---", "rules broken": "---", "proof": "---"}
    lines = [COLUMNS, [right.get(column, "--:") for column in COLUMNS], *rows]
    size = [" · ".join(f"{number(count)} {what}" for what, count in told.size.items())] if told is not None else []
    return [f"## {instance}", *size, "\n".join(f"| {' | '.join(cells)} |" for cells in lines)]


def row(measurement: Measurement, ours: Measurement | None) -> list[str]:
    """One method's cells."""
    values = measurement.values
    broken = ", ".join(f"`{name}`" for name in measurement.broken) or "none"
    return [
        f"`{measurement.method}`",
        number(values.get("shortage")),
        ratio(values.get("shortage"), ours.values.get("shortage") if ours else None),
        number(values.get("balance")),
        number(values.get("burden")),
        number(values.get("moves")),
        broken if values else measurement.note,
        seconds(measurement.first_plan),
        proof(measurement),
        seconds(measurement.seconds),
        ratio(measurement.seconds, ours.seconds if ours else None, digits=2),
        number(measurement.peak_mb),
    ]


def proof(measurement: Measurement) -> str:
    """When everything was proven, or what was not."""
    if measurement.is_proven:
        return seconds(measurement.seconds)
    if not measurement.bounds:
        return NONE
    told = f"{len(measurement.proven)} of {len(measurement.lines)} lines"
    bound, value = measurement.bounds.get("shortage"), measurement.values.get("shortage")
    if bound is None or "shortage" in measurement.proven:
        return told
    gap = f" ({100 * (value - bound) / value:.1f} % below)" if value else ""
    return f"{told}, shortage ≥ {number(bound)}{gap}"


def number(value: int | None) -> str:
    """An integer with its thousands apart."""
    return NONE if value is None else f"{value:,}".replace("-", "−")


def seconds(value: float | None) -> str:
    """Seconds, with as many digits as mean something."""
    if value is None:
        return NONE
    digits = 2 if value < 1 else 1
    return f"{value:.{digits}f}"


def ratio(value: float | None, ours: float | None, digits: int = 3) -> str:
    """A value as a multiple of ours; nothing is a multiple of 0."""
    return NONE if value is None or not ours else f"{value / ours:.{digits}f}"
