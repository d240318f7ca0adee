"""`make bench`: every instance by every method, one process at a time; the table goes to docs/benchmarks.md.

Part of a run (`--only`, `--quick`) is printed and not written: times are comparable within one run only.
"""

import argparse
import os
import platform
import shlex
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.answer import Measurement
from benchmarks.registry import INSTANCES, METHODS, ROOT, Instance
from benchmarks.running import run
from benchmarks.table import number, proof, render, seconds
from core import clock

DOCUMENT = ROOT / "docs" / "benchmarks.md"
QUICK = ("XS",)
Pair = tuple[Instance, str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what was asked for, and write or print the table."""
    options = read_options(arguments)
    pairs, skipped = chosen(options)
    measurements = [told(run(*pair, limit(options, pair[0]), options.workers)) for pair in pairs]
    text = render(measurements, header(arguments, options), skipped)
    if options.out is not None:
        write(options.out, text)
    elif options.print or options.quick or options.only:
        print(text)
    else:
        write(DOCUMENT, text)


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "--only",
        action="append",
        type=selection,
        default=[],
        metavar="INSTANCE[,METHOD]",
        help="measure this part; may be repeated; either name may be left empty",
    )
    parser.add_argument("--quick", action="store_true", help="the smallest district alone")
    parser.add_argument("--limit", type=float, help="seconds per measurement, in place of each district's own")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="default: the number of cores")
    parser.add_argument("--date", default=clock.now().date().isoformat(), help="the date to write, default today")
    parser.add_argument("--print", action="store_true", help="print the table, write nothing")
    parser.add_argument("--out", type=Path, help="write the table here")
    return parser.parse_args(arguments)


def selection(text: str) -> tuple[str, str]:
    """Read `instance,method`; either may be empty for all."""
    instance, _, method = text.partition(",")
    if (instance and instance not in INSTANCES) or (method and method not in METHODS):
        known = f"instances {', '.join(INSTANCES)}; methods {', '.join(METHODS)}"
        raise argparse.ArgumentTypeError(f"{text!r} is not known: {known}")
    return instance, method


def chosen(options: argparse.Namespace) -> tuple[list[Pair], list[tuple[str, str]]]:
    """The measurements to make, in the order of the table, and the districts that are not there."""
    wanted = [
        (instance, method)
        for instance in INSTANCES.values()
        for method in METHODS
        if is_wanted(options, instance.name, method)
    ]
    pairs = [pair for pair in wanted if pair[0].is_there]
    gone = dict.fromkeys(instance for instance, _ in wanted if not instance.is_there)
    return pairs, [(instance.name, f"`../shared/data/{instance.name}` is not there") for instance in gone]


def is_wanted(options: argparse.Namespace, instance: str, method: str) -> bool:
    """Whether the options ask for a measurement; without any, all but the smallest district."""
    if options.only:
        return any(i in {"", instance} and m in {"", method} for i, m in options.only)
    return (instance in QUICK) == bool(options.quick)


def limit(options: argparse.Namespace, instance: Instance) -> float:
    """Seconds a method may take on an instance."""
    return float(options.limit or instance.limit)


def told(measurement: Measurement) -> Measurement:
    """Say on standard error what was just measured."""
    values = " · ".join(f"{line} {number(value)}" for line, value in measurement.values.items())
    result = values or measurement.note
    took = f"{seconds(measurement.seconds)} s, proof {proof(measurement)}"
    print(f"{measurement.instance} {measurement.method}: {result} ({took})", file=sys.stderr, flush=True)
    return measurement


def header(arguments: Sequence[str] | None, options: argparse.Namespace) -> dict[str, str]:
    """What the figures depend on."""
    asked = shlex.join(sys.argv[1:] if arguments is None else arguments)
    limits = ", ".join(f"{i.name} {limit(options, i):g} s" for i in INSTANCES.values() if i.name not in QUICK)
    return {
        "Command": f"`{f'python -m benchmarks {asked}'.strip()}`",
        "Date": options.date,
        "Machine": f"{platform.machine()}, {os.cpu_count()} cores, {memory()}; {platform.system()}",
        "Versions": f"Python {platform.python_version()}, OR-Tools {version('ortools')}",
        "Workers": str(options.workers),
        "Limit per method": limits,
    }


def memory() -> str:
    """Memory of the machine, where the system tells it."""
    if sys.platform == "win32":
        return "memory not told"
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / (1 << 30):.0f} GB"


def write(file: Path, text: str) -> None:
    """Put the text in place as a whole: readers see the old document or the new one."""
    draft = file.with_name(f".{file.name}.draft")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(file)
    print(f"Written: {file}", file=sys.stderr)


if __name__ == "__main__":
    main()
