"""Every task of the checkout, from a bare Python on: make the environment, then run. Standard library only.

The Makefile and the Windows batch files are thin over this file, so that the logic exists once. It needs nothing but
Python itself, and says in Chinese and English what it cannot do alone.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BINARIES = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BINARIES / ("python.exe" if os.name == "nt" else "python")
OLDEST_PYTHON = (3, 11)

RUNTIME_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
NODE_LOCK = ROOT / "requirements-node.lock"
ASSETS = ROOT / "scripts" / "assets.py"
PACKAGES = ("app", "core", "accounts", "policy", "teachers", "training", "rotation", "optimizer")
CATALOGUES = ROOT / "translations"
LANGUAGE = "zh_Hans_CN"
BABEL = ROOT / "translations" / "babel.cfg"
COMPILE = """
import pathlib, sys
from babel.messages import mofile, pofile
source, target = map(pathlib.Path, sys.argv[1:])
with source.open("rb") as text:
    catalogue = pofile.read_po(text)
with target.open("wb") as binary:
    mofile.write_mo(binary, catalogue)
"""
"""Not `pybabel compile`: it takes the percent sign of "{percent}% less" for a printf format and complains."""
HEADER = ("--project=junheng", "--version=1", "--copyright-holder=the Junheng authors")

DEBIAN_PACKAGE = "python3-venv"
TEST_PROGRAMS = {
    "chromium": "chromium",
    "libatomic1": "usr/lib/*/libatomic.so.1",  # the browser driver's Node.js is linked against it
    "postgresql": "usr/lib/postgresql",
    "fonts-noto-cjk": "usr/share/fonts/opentype/noto",
}
"""Debian package → the program, or the place below /, that shows it is there; the tests use the real things."""
WASTE = ("build", "*.egg-info", ".*_cache", ".hypothesis", "demo-output", "translations/*/LC_MESSAGES/*.mo")


class Stop(Exception):
    """Ends the run: what to tell the user in both languages, or nothing when a tool has spoken already."""

    def __init__(self, chinese: str = "", english: str = "", code: int = 1) -> None:
        super().__init__(english)
        self.chinese, self.english, self.code = chinese, english, code


def tell(chinese: str, english: str) -> None:
    """Print one line of progress, in both languages."""
    print(f"» {chinese} · {english}", flush=True)


def run(command: Sequence[str | Path], **extra: str) -> int:
    """Run a command in the checkout, showing what it prints; return its exit code."""
    environment = {**os.environ, "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1", **extra}
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=environment)


def must(command: Sequence[str | Path], **extra: str) -> None:
    """Run a command that has to succeed; it has said itself why it did not."""
    code = run(command, **extra)
    if code:
        raise Stop(code=code)


def require_python() -> None:
    """Refuse a Python that is too old, naming the one found."""
    if sys.version_info < OLDEST_PYTHON:
        found, wanted = (".".join(map(str, version[:2])) for version in (sys.version_info, OLDEST_PYTHON))
        raise Stop(
            f"需要 Python {wanted} 或更新版本，当前是 {found}（{sys.executable}）。",
            f"Python {wanted} or newer is needed; this is {found} ({sys.executable}).",
        )


def require_venv_module() -> None:
    """Debian ships Python without the module that makes environments: as root install it, else say how."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    if debian_install([DEBIAN_PACKAGE]):
        return
    line = f"\n    sudo apt-get install -y {DEBIAN_PACKAGE}"
    raise Stop(f"缺少 Python 的 venv 组件。请先运行：{line}", f"Python's venv module is missing. First run:{line}")


def debian_install(packages: Sequence[str]) -> bool:
    """Install Debian packages where this is Debian and we are root; whether they are there now."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    tell(f"安装 Debian 软件包 {' '.join(packages)}", f"installing the Debian packages {' '.join(packages)}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    # A new machine has no package lists, an old one has stale ones: the first try may fail, and says nothing.
    if subprocess.run(install, capture_output=True, check=False).returncode == 0:
        return True
    return run(["apt-get", "update", "-qq"]) == 0 and run(install) == 0


def offer_test_programs() -> None:
    """Install the browser and the database server of the tests; without them those tests are skipped, and say so."""
    missing = [name for name, sign in TEST_PROGRAMS.items() if not (shutil.which(sign) or any(Path("/").glob(sign)))]
    if missing and not debian_install(missing):
        line = f"sudo apt-get install -y {' '.join(missing)}"
        tell(
            f"浏览器和 PostgreSQL 的测试将跳过，可先运行：{line}",
            f"browser and PostgreSQL tests will be skipped; first run: {line}",
        )


def make_environment() -> None:
    """Create `.venv`, or make it anew when it no longer answers or was moved: its programs know their place."""
    place = stamp("place")
    moved = place.exists() and place.read_text(encoding="utf-8") != str(VENV)
    if PYTHON.exists() and not moved and answers():
        return
    require_venv_module()
    tell("创建虚拟环境 .venv", "creating the virtual environment .venv")
    must([sys.executable, "-m", "venv", "--clear", VENV])
    place.write_text(str(VENV), encoding="utf-8")


def answers() -> bool:
    """Whether the environment's Python runs, is new enough, and has pip."""
    probe = f"import pip, sys; raise SystemExit(sys.version_info < {OLDEST_PYTHON})"
    return subprocess.run([str(PYTHON), "-c", probe], capture_output=True, check=False).returncode == 0


def stamp(name: str) -> Path:
    """Where the environment remembers what it was last brought to."""
    return VENV / f"junheng-{name}.stamp"


def digest(*files: Path) -> str:
    """One digest over several files."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def is_current(name: str, wanted: str) -> bool:
    """Whether the environment was already brought to this state."""
    return stamp(name).exists() and stamp(name).read_text(encoding="ascii") == wanted


def pip_install(arguments: Sequence[str | Path], offline: Path | None) -> None:
    """Install with the user's own pip settings, or from a folder of wheels without any network."""
    sources: list[str | Path] = ["--no-index", "--find-links", offline] if offline else []
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    code = run([PYTHON, "-m", "pip", "install", *quiet, *sources, *arguments])
    if code:
        raise Stop(
            "安装依赖失败（见上）。内网可设置 pip 镜像，或使用 --offline 指定离线包目录。",
            "Installing failed (see above). Set a pip mirror, or use --offline with a folder of wheels.",
            code,
        )


def install_locked(lock: Path, name: str, offline: Path | None) -> None:
    """Bring the environment to a lock file; nothing is done when it is there already."""
    if is_current(name, digest(lock)):
        return
    stamp(name).unlink(missing_ok=True)
    tell(f"安装依赖 {lock.name}（首次约一分钟）", f"installing {lock.name} (about a minute the first time)")
    pip_install(["--require-hashes", "--only-binary", ":all:", "-r", lock], offline)
    stamp(name).write_text(digest(lock), encoding="ascii")


def install_project(offline: Path | None) -> None:
    """Install the checkout itself as editable; its build tool is in the lock, so no network is needed."""
    wanted = digest(ROOT / "pyproject.toml")
    if is_current("project", wanted):
        return
    pip_install(["--no-deps", "--no-build-isolation", "--editable", ROOT], offline)
    stamp("project").write_text(wanted, encoding="ascii")


def compile_catalogues() -> None:
    """Compile each message catalogue that is newer than its compiled form."""
    for source in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            must([PYTHON, "-c", COMPILE, source, target])


def build_pages(offline: Path | None) -> None:
    """Bring the pages' styles, icons and fonts to their lock; npm comes from PyPI where the machine has none."""
    if offline and (offline / "vendor").exists():
        shutil.copytree(offline / "vendor", ROOT / "static" / "vendor", dirs_exist_ok=True)
        return
    if not (shutil.which("npm") and shutil.which("node")):
        install_locked(NODE_LOCK, "node", offline)
    must([PYTHON, ASSETS])


def setup(offline: Path | None = None, *, dev: bool = False) -> None:
    """Make or refresh everything a command needs; instant when nothing has changed."""
    began = time.monotonic()
    require_python()
    make_environment()
    if dev:
        install_locked(DEV_LOCK, "dev", offline)
        stamp("runtime").write_text(digest(RUNTIME_LOCK), encoding="ascii")  # the one contains the other (a test)
    else:
        install_locked(RUNTIME_LOCK, "runtime", offline)
    install_project(offline)
    build_pages(offline)
    compile_catalogues()
    tell(f"环境就绪（{time.monotonic() - began:.0f} 秒）", f"ready ({time.monotonic() - began:.0f} s)")


def tool(name: str) -> Path:
    """A program of the environment."""
    return BINARIES / (f"{name}.exe" if os.name == "nt" else name)


def demo(options: argparse.Namespace, rest: list[str]) -> None:
    """Set up, make the demonstration district, solve its plan, fill a site with it and serve it (SERVE=no stops)."""
    setup(options.offline)
    must([tool("junheng"), "demo", *rest])
    must([tool("junheng"), "demo-site"])


def serve(options: argparse.Namespace, rest: list[str]) -> None:
    """Set up, bring keys and database up to date, and serve the site."""
    setup(options.offline)
    must([tool("junheng"), "setup"])
    must([tool("junheng"), "serve", *rest])


def run_tests(options: argparse.Namespace, rest: list[str]) -> None:
    """Set up and run all tests, two at a time."""
    setup(options.offline, dev=True)
    offer_test_programs()
    memory = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own; databases sync often, and need not here
    extra = {"PYTEST_DEBUG_TEMPROOT": str(memory)} if os.access(memory, os.W_OK) else {}
    must([PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *rest], **extra)


def check(options: argparse.Namespace, rest: list[str]) -> None:
    """Set up and run every judge of style, types, imports and house rules; all of them, even after a failure."""
    setup(options.offline, dev=True)
    judges: list[list[str | Path]] = [
        [tool("ruff"), "check", "."],
        [tool("ruff"), "format", "--check", "."],
        [PYTHON, "-m", "mypy"],
        [tool("lint-imports")],
        [PYTHON, "-m", "pytest", "-q", "tests/architecture"],
    ]
    failed = []
    for judge in judges:
        name = " ".join([Path(judge[0]).stem, *map(str, judge[1:])]).replace("python -m ", "")
        tell(f"检查 {name}", f"checking with {name}")
        if run(judge):
            failed.append(name)
    if failed:
        raise Stop(f"未通过：{'、'.join(failed)}", f"Not passed: {', '.join(failed)}")


def bench(options: argparse.Namespace, rest: list[str]) -> None:
    """Set up and time the planner on the benchmark districts."""
    setup(options.offline, dev=True)
    must([PYTHON, "-m", "benchmarks", *rest], PYTHONPATH=str(ROOT))


def set_up(options: argparse.Namespace, rest: list[str]) -> None:
    """Make or refresh the environment; `--dev` adds the tools of the tests and checks."""
    setup(options.offline, dev=options.dev)


def babel(*arguments: str | Path) -> list[str | Path]:
    """A call of Babel's catalogue tool."""
    return [PYTHON, "-m", "babel.messages.frontend", "--quiet", *arguments]


def translate(options: argparse.Namespace, rest: list[str]) -> None:
    """Collect every `say("…")` of the code and `_("…")` of the templates, drop what is gone, and compile."""
    setup(options.offline, dev=True)
    catalogue = CATALOGUES / LANGUAGE / "LC_MESSAGES" / "messages.po"
    with tempfile.TemporaryDirectory() as scratch:
        template = Path(scratch, "messages.pot")
        words: list[str | Path] = ["--no-default-keywords", "-k", "say", "-k", "_", "-F", BABEL]
        collect = [*words, "--sort-by-file", "--add-location=file", "--width=120"]
        must(babel("extract", *collect, *HEADER, "-o", template, *PACKAGES, "templates"))
        where: list[str | Path] = ["-l", LANGUAGE, "-i", template, "-o", catalogue, "--width=120"]
        if catalogue.exists():
            must(babel("update", "--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date", *where))
        else:
            catalogue.parent.mkdir(parents=True, exist_ok=True)
            must(babel("init", *where))
    compile_catalogues()
    tell(f"目录已更新：{catalogue}", "the catalogue is up to date; tests/architecture names what is untranslated")


def lock(options: argparse.Namespace, rest: list[str]) -> None:
    """Resolve pyproject.toml into the two lock files, with hashes and without addresses (for maintainers)."""
    uv = next((str(path) for path in (tool("uv"), shutil.which("uv")) if path and Path(path).exists()), None)
    if uv is None:
        line = f"{PYTHON} -m pip install uv"
        raise Stop(f"更新锁文件需要 uv：{line}", f"Locking needs uv: {line}")
    exact = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url"]
    plain = ["--annotation-style=line", "--quiet", *rest]
    note = {"UV_CUSTOM_COMPILE_COMMAND": "python scripts/bootstrap.py lock"}
    compile_lock: list[str | Path] = [uv, "pip", "compile", "pyproject.toml", "--group", "build", *exact, *plain]
    must([*compile_lock, "-o", RUNTIME_LOCK.name], **note)
    must([*compile_lock, "--group", "dev", "-c", RUNTIME_LOCK.name, "-o", DEV_LOCK.name], **note)
    only_node: list[str | Path] = [uv, "pip", "compile", "--group", "node", *exact, *plain]
    must([*only_node, "-o", NODE_LOCK.name], **note)


def bundle(options: argparse.Namespace, rest: list[str]) -> None:
    """Fetch every locked wheel into `wheelhouse/`, for `--offline wheelhouse` on a machine without a network."""
    setup(options.offline, dev=True)
    fetch: list[str | Path] = ["--quiet", "--require-hashes", "--only-binary", ":all:", "-r", DEV_LOCK]
    must([PYTHON, "-m", "pip", "download", *fetch, "--dest", ROOT / "wheelhouse"])
    shutil.copytree(ROOT / "static" / "vendor", ROOT / "wheelhouse" / "vendor", dirs_exist_ok=True)


def clean(options: argparse.Namespace, rest: list[str]) -> None:
    """Remove what can be made again; `--all` removes the environment too."""
    for path in litter(everything=options.all):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def litter(*, everything: bool) -> Iterator[Path]:
    """What `clean` removes: caches, builds, compiled catalogues; the environment only when everything goes."""
    for pattern in WASTE:
        yield from ROOT.glob(pattern)
    for package in (*PACKAGES, "tests", "scripts", "benchmarks"):
        yield from sorted((ROOT / package).rglob("__pycache__"))
    if everything and VENV.exists():
        yield VENV


TASKS: dict[str, Callable[[argparse.Namespace, list[str]], None]] = {
    "setup": set_up,
    "demo": demo,
    "serve": serve,
    "test": run_tests,
    "check": check,
    "bench": bench,
    "translate": translate,
    "lock": lock,
    "bundle": bundle,
    "clean": clean,
}


def folder(text: str) -> Path:
    """A folder named on the command line, as an absolute path: the tasks run in the checkout."""
    return Path(text).resolve()


def main(arguments: Sequence[str]) -> int:
    """Run one task; what it does not know is handed on to the program behind it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    for name, task in TASKS.items():
        entry = tasks.add_parser(name, help=task.__doc__, description=task.__doc__)
        entry.add_argument("--offline", type=folder, metavar="DIR", help="install from this folder of wheels")
        if name == "setup":
            entry.add_argument("--dev", action="store_true", help="also the tools of the tests and checks")
        if name == "clean":
            entry.add_argument("--all", action="store_true", help="also the environment .venv")
    options, rest = parser.parse_known_args(arguments)
    try:
        TASKS[options.task](options, [part for part in rest if part != "--"])
    except Stop as stop:
        for line in filter(None, (stop.chinese, stop.english)):
            print(line, file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console without Chinese still shows the English half
    raise SystemExit(main(sys.argv[1:]))
