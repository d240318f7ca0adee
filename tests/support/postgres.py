"""A PostgreSQL server of the tests' own: a cluster in a temporary folder, on a socket nobody else can reach.

It is started on first use, once per test process, and ended with it. A machine without PostgreSQL runs the tests on
SQLite alone; with `JUNHENG_POSTGRES=required` (CI) it fails instead, so that the lane is never lost quietly.
"""

import atexit
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import psycopg

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: folder.parent.name)
SUPERUSER = "postgres"
_numbers = itertools.count(1)


def binaries() -> Path | None:
    """Where `initdb` and `postgres` are, None where there is no PostgreSQL."""
    found = shutil.which("initdb")
    folders = [*reversed(INSTALLED), *([Path(found).resolve().parent] if found else [])]
    return next((folder for folder in folders if (folder / "postgres").exists() and (folder / "initdb").exists()), None)


def kinds() -> list[str]:
    """The databases a test is run on: SQLite, and PostgreSQL where it is installed or required."""
    required = os.environ.get("JUNHENG_POSTGRES") == "required"
    return ["sqlite", "postgresql"] if required or binaries() else ["sqlite"]


def fresh_database() -> str:
    """Return the address of a new, empty PostgreSQL database."""
    folder = _cluster()
    name = f"t{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(host=str(folder), user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    return f"postgresql+psycopg://{SUPERUSER}@/{name}?host={folder}"


def database_url(kind: str, folder: Path) -> str:
    """Return the address of a new, empty database of a kind."""
    return fresh_database() if kind == "postgresql" else f"sqlite:///{folder / 'junheng.db'}"


@cache
def _cluster() -> Path:
    """Start the server and return the folder of its socket."""
    programs = binaries()
    if programs is None:
        raise RuntimeError("JUNHENG_POSTGRES=required, but initdb and postgres are not installed")
    folder = Path(tempfile.mkdtemp(prefix="jhpg-", dir="/tmp"))  # a socket's path must be short
    owner = _own(folder)
    data = folder / "data"
    _run([programs / "initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"], owner)
    options = f"-k {folder} -c listen_addresses='' -c max_connections=200 -c shared_buffers=64MB"
    _run([programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], owner)
    atexit.register(_end, programs, data, folder, owner)
    return folder


def _end(programs: Path, data: Path, folder: Path, owner: str | None) -> None:
    subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], user=owner, capture_output=True)
    shutil.rmtree(folder, ignore_errors=True)


def _own(folder: Path) -> str | None:
    """Hand the folder to the user the server runs as: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    folder.chmod(0o755)
    return account.pw_name


def _run(command: list[str | Path], owner: str | None) -> None:
    """Run a command of the server quietly; its words are shown when it fails."""
    done = subprocess.run(command, user=owner, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/", text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}")
