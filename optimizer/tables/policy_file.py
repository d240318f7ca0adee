"""The policy a district comes with: its `policy.toml`, another file in its place, or the shipped defaults."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from optimizer.faults import Fault
from optimizer.tables.findings import Findings, Place
from optimizer.tables.hashing import sha256_of_files
from optimizer.tables.source import Unreadable, name_of, read_bytes
from policy.faults import PolicyFault
from policy.messages import say
from policy.registry import read_policy
from policy.rotation import RotationPolicy

POLICY_FILE = "policy.toml"
_SHIPPED_FILE = "district.toml"
_MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PolicyRead:
    """The policy (None where it has faults) and the hash of its file, or of the shipped file where there is none."""

    policy: RotationPolicy | None
    sha256: str


def read_policy_file(path: Path | None, findings: Findings) -> PolicyRead:
    """Read the policy file, or take the defaults for None; faults and warnings go to `findings`."""
    if path is None:
        shipped = resources.files("policy").joinpath(_SHIPPED_FILE).read_bytes()
        return PolicyRead(read_policy("").policy, sha256_of_files({_SHIPPED_FILE: shipped}))
    try:
        data = read_bytes(path, _MAX_BYTES, findings)
    except Unreadable:
        return PolicyRead(None, "")
    file = name_of(path)
    sha256 = sha256_of_files({file: data})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.fault(
            Place(file, data.count(b"\n", 0, error.start) + 1),
            say("The policy is not UTF-8 (byte {offset}).", offset=error.start + 1),
            say("Save the file as UTF-8."),
        )
        return PolicyRead(None, sha256)
    reading = read_policy(text)
    findings.faults.extend(_as_faults(file, reading.faults))
    findings.warnings.extend(_as_faults(file, reading.warnings))
    if reading.policy is not None and reading.policy.sharing.enabled:
        findings.warnings.append(_sharing_left_out(file))
    return PolicyRead(reading.policy, sha256)


def _sharing_left_out(file: str) -> Fault:
    """Say that shared teachers are asked for and not planned, rather than leave them out in silence."""
    return Fault(
        file,
        0,
        "sharing.enabled",
        "true",
        say("This version does not plan shared teachers; the plan is made without them."),
        say("Arrange shared days by hand, or set sharing.enabled to false."),
    )


def _as_faults(file: str, found: Iterable[PolicyFault]) -> list[Fault]:
    """Give each finding about the policy its file; the dotted key stands in the place of the column."""
    return [Fault(file, 0, fault.key, fault.value, fault.message, fault.cure) for fault in found]
