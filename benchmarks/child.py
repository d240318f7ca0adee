"""One method on one instance, in a process of its own: `python -m benchmarks.child INSTANCE METHOD --limit SECONDS`.

The last line of standard output is the measurement as JSON. Time runs from the loaded district to the plan; the peak of
memory is read before the plan is judged.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from time import monotonic

from benchmarks.answer import Answer, Measurement, to_json
from benchmarks.districts import Size, make_district
from benchmarks.methods import cp_sat, deferred_acceptance, greedy, mip, ours
from benchmarks.registry import INSTANCES, METHODS, Instance
from optimizer.check import evaluate
from optimizer.problem import Problem
from optimizer.tables import read

if sys.platform != "win32":
    import resource

Method = Callable[[Problem, float, int], Answer]
PLANS: Mapping[str, Method] = {
    "ours": ours.plan,
    "cp_sat": cp_sat.plan,
    "mip": mip.plan,
    "greedy": greedy.plan,
    "deferred_acceptance": deferred_acceptance.plan,
}
"""The methods of the registry, which only names them."""


def load(instance: Instance) -> Problem:
    """Make or read a district."""
    if isinstance(instance.source, Size):
        return make_district(instance.source)
    return read(instance.source).problem


def measure(instance: Instance, method: str, limit: float, workers: int) -> Measurement:
    """Let a method plan, and have the independent checker judge the plan."""
    problem = load(instance)
    start = monotonic()
    answer = PLANS[method](problem, limit, workers)
    seconds = monotonic() - start
    peak = peak_mb()
    judged = evaluate(problem, answer.moves or ())
    return Measurement(
        instance=instance.name,
        method=method,
        size={"schools": len(problem.schools), "teachers": len(problem.teachers), "eligible": judged.eligible},
        values=dict(judged.values) if answer.moves is not None else {},
        before=dict(judged.before),
        broken=judged.broken if answer.moves is not None else (),
        lines=problem.policy.priorities.order,
        bounds=dict(answer.bounds),
        proven=answer.proven,
        first_plan=answer.first_plan,
        seconds=seconds,
        peak_mb=peak,
        note="" if answer.moves is not None else "no plan found",
    )


def peak_mb() -> int | None:
    """Peak memory in MB of the larger of this process and those it started; None where the system does not tell."""
    if sys.platform == "win32":
        return None
    own, started = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return int(max(own, started) / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(prog="benchmarks.child", description="One method on one instance.")
    parser.add_argument("instance", choices=sorted(INSTANCES))
    parser.add_argument("method", choices=sorted(METHODS))
    parser.add_argument("--limit", type=float, required=True, help="seconds")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    print(to_json(measure(INSTANCES[options.instance], options.method, options.limit, options.workers)), flush=True)


if __name__ == "__main__":
    main()
