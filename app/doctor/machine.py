"""The machine: programs, disk, clock, and the files only the service may read."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from app.config import Config
from app.doctor.findings import Finding, bad, ok, warn
from core.clock import DISTRICT_ZONE, instant
from core.crypto import Keyring
from core.db import WAL_IS_SAFE_FROM
from core.errors import Misconfigured
from policy.messages import say

PATCHED_PYTHON = {(3, 11): 8, (3, 12): 2}
"""The first patch levels that refuse archives with overlapping entries."""

NETWORK_DISKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "glusterfs", "afs"})
GIGABYTE = 1024**3
LEAST_FREE, COMFORTABLE = 0.5, 5.0
_MOUNTS = Path("/proc/mounts")


def look(config: Config) -> Iterator[Finding]:
    """Look at everything that can be known without the database."""
    yield _python()
    yield _sqlite()
    yield _disk(config.instance)
    yield _place(config)
    yield _keys(config)
    yield _folder(config.instance)
    yield _clock()
    yield _fonts()
    if not config.demo and not config.tls:
        yield warn(
            "tls",
            say("The site runs without TLS."),
            say("Put a proxy with a certificate before it and set JUNHENG_TLS=yes and JUNHENG_TRUSTED_PROXIES."),
        )


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    floor = PATCHED_PYTHON.get(sys.version_info[:2], 0)
    if sys.version_info.micro < floor:
        needed = f"{sys.version_info.major}.{sys.version_info.minor}.{floor}"
        return warn(
            "python",
            say("Python {version} lacks security patches.", version=version),
            say("Install Python {needed} or later.", needed=needed),
        )
    return ok("python", say("Python {version} is in use.", version=version))


def _sqlite() -> Finding:
    facts = {"version": sqlite3.sqlite_version}
    if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM:
        return ok("sqlite", say("SQLite {version}, write-ahead log, synchronous FULL.", **facts))
    return ok("sqlite", say("SQLite {version}: too old for a safe write-ahead log, rollback journal used.", **facts))


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(_existing(folder)).free / GIGABYTE
    facts = {"free": f"{free:.1f}", "folder": folder}
    message, cure = say("{free} GB free for {folder}.", **facts), say("Make room or move the instance folder.")
    if free < LEAST_FREE:
        return bad("disk", message, cure)
    return warn("disk", message, cure) if free < COMFORTABLE else ok("disk", message)


def _place(config: Config) -> Finding:
    """SQLite's locks cannot be trusted on network disks."""
    kind = file_system(_existing(config.instance))
    if config.is_sqlite and kind in NETWORK_DISKS:
        return bad(
            "local-disk",
            say("The database lies on a network disk ({kind}).", kind=kind),
            say("Move the instance folder to a disk of this machine, or use PostgreSQL."),
        )
    return ok("local-disk", say("The instance folder lies on a disk of this machine ({kind}).", kind=kind or "?"))


def file_system(folder: Path) -> str:
    """Return the kind of file system a folder lies on, empty where the system does not tell."""
    if not _MOUNTS.exists():
        return ""
    mounts = [line.split() for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()]
    above = {str(folder.resolve()), *(str(parent) for parent in folder.resolve().parents)}
    fitting = [(fields[1], fields[2]) for fields in mounts if fields[1] in above]
    return max(fitting, key=lambda pair: len(pair[0]), default=("", ""))[1]


def _keys(config: Config) -> Finding:
    file = config.keys_file
    try:
        Keyring.load(file)
    except (Misconfigured, OSError) as error:
        return bad(
            "keys",
            say("The keys of sealed columns cannot be used: {reason}.", reason=error),
            say("Restore {file} from your safe copy; without it ID numbers and phones stay sealed.", file=file),
        )
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        return bad("keys", say("Others can read {file}.", file=file), say("Run: chmod 600 {file}", file=file))
    return ok("keys", say("The keys can be used, and only by the service's user."))


def _folder(folder: Path) -> Finding:
    if os.name == "posix" and folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        facts = {"folder": folder}
        return warn("instance", say("Others can look into {folder}.", **facts), say("Run: chmod 700 {folder}", **facts))
    return ok("instance", say("Instance folder {folder}.", folder=folder))


def _clock() -> Finding:
    shown = instant().astimezone(DISTRICT_ZONE)
    ZoneInfo(DISTRICT_ZONE.key)
    return ok("clock", say("It is {moment} in the district.", moment=f"{shown:%Y-%m-%d %H:%M}"))


def _fonts() -> Finding:
    """Printing on the machine itself needs Chinese letters; browsers elsewhere bring their own."""
    program = shutil.which("fc-list")
    if program is None:
        return ok("fonts", say("Fonts are not looked at on this system."))
    found = subprocess.run([program, ":lang=zh", "family"], capture_output=True, text=True, timeout=30)
    if found.stdout.strip():
        return ok("fonts", say("Chinese letters are installed."))
    return warn(
        "fonts", say("No Chinese letters are installed on this machine."), say("Install fonts-noto-cjk for printing.")
    )


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())
