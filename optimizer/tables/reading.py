"""Reading a district: from a folder or a workbook to a sound Problem, or to every fault at once."""

from dataclasses import dataclass
from pathlib import Path

from optimizer.faults import Fault
from optimizer.problem import Problem
from optimizer.tables.assemble import assemble
from optimizer.tables.columns import FORMS
from optimizer.tables.csv_folder import read_folder
from optimizer.tables.demand import required_by_cell
from optimizer.tables.district_tables import parse_tables
from optimizer.tables.findings import Findings, Place, in_order
from optimizer.tables.hashing import sha256_of_files
from optimizer.tables.locks import check_locks
from optimizer.tables.policy_file import POLICY_FILE, read_policy_file
from optimizer.tables.references import check_references
from optimizer.tables.soundness import check_soundness
from optimizer.tables.source import Source, Unreadable, name_of
from optimizer.tables.workbook import read_workbook
from policy.messages import say


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A sound district: warnings, teachers whose eligibility was set by hand, and hashes of what was read."""

    problem: Problem
    warnings: tuple[Fault, ...]
    overrides: tuple[str, ...]  # staff numbers, in the order of the table
    input_sha256: str
    policy_sha256: str


def read(source: Path, policy_file: Path | None = None) -> ReadResult:
    """Read a folder of CSV files or one `.xlsx`; raise InputFaults with every fault, and the warnings.

    The policy is `policy_file`, else the `policy.toml` of the folder, else the shipped defaults. Whether a `move`
    lock can be followed is only asked once nothing else is wrong.
    """
    findings = Findings()
    policy = read_policy_file(policy_file or _policy_beside(source), findings)
    try:
        raw = _open(source, findings)
    except Unreadable:
        findings.stop_at_faults([])
        raise
    file_order = [raw.label(form) for form in FORMS]
    tables = parse_tables(raw, findings)
    check_references(tables)
    check_locks(tables)
    required = required_by_cell(tables, policy.policy.curriculum if policy.policy else None)
    findings.stop_at_faults(file_order)
    if policy.policy is None:
        raise RuntimeError("a policy that cannot be read left no fault")
    problem = assemble(tables, required, policy.policy)
    check_soundness(problem, tables)
    findings.stop_at_faults(file_order)
    return ReadResult(
        problem=problem,
        warnings=tuple(in_order(findings.warnings, file_order)),
        overrides=tuple(teacher.staff_no for teacher in problem.teachers if teacher.eligible is not None),
        input_sha256=sha256_of_files(raw.files),
        policy_sha256=policy.sha256,
    )


def _policy_beside(source: Path) -> Path | None:
    """Find the policy of a folder, where it has one."""
    path = source / POLICY_FILE
    return path if source.is_dir() and path.exists() else None


def _open(source: Path, findings: Findings) -> Source:
    """Open the folder or the workbook; raise Unreadable (fault noted) for anything else."""
    if source.is_dir():
        return read_folder(source, findings)
    if source.suffix.casefold() == ".xlsx":
        return read_workbook(source, findings)
    findings.fault(
        Place(name_of(source)),
        say("The input is neither a folder nor an .xlsx file.")
        if source.exists()
        else say("The input does not exist."),
        say("Name a folder of CSV files, or one .xlsx with a sheet per table."),
    )
    raise Unreadable
