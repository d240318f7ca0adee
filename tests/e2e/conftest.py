"""Browser journeys: one headless Chromium, and a running site of its own, workers and all, for every story."""

import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from core.clock import today
from tests.e2e.visitor import Visitor
from tests.support.instances import CARRIED, DECIDED, FILING, READY, REVIEW, SEARCHES, SETTLED, build_stages
from tests.support.live import Live, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HERE = Path(__file__).parent
Visit = Callable[..., Visitor]
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ask for one process for the folder (two would only be slower); nobody overlooks that there is no browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="there is no chromium on PATH: apt-get install chromium"))


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an instance for each moment of the rotation year."""
    folder = tmp_path_factory.mktemp("stages")
    build_stages(folder, today())
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


def _running(stages: Path, stage: str, folder: Path, *options: str) -> Iterator[Live]:
    instance = folder / "instance"
    shutil.copytree(stages / stage, instance)
    with serving(instance, *options) as live:
        yield live


@pytest.fixture(scope="session")
def being_filed(stages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A site where teachers file what they prefer."""
    yield from _running(stages, FILING, tmp_path_factory.mktemp(FILING))


@pytest.fixture(scope="session")
def ready(stages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A site whose cycle waits for its first search."""
    yield from _running(stages, READY, tmp_path_factory.mktemp(READY))


@pytest.fixture(scope="session")
def searching(stages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A site with searches in every state; no worker comes to take up the one under way."""
    yield from _running(stages, SEARCHES, tmp_path_factory.mktemp(SEARCHES), "--no-worker")


@pytest.fixture
def to_import_into(stages: Path, tmp_path: Path) -> Iterator[Live]:
    """A site that waits for its first search too, for who changes its register: a search would meet the newcomers."""
    yield from _running(stages, READY, tmp_path)


@pytest.fixture(scope="session")
def in_review(stages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A site whose proposal is before the principals."""
    yield from _running(stages, REVIEW, tmp_path_factory.mktemp(REVIEW))


@pytest.fixture(scope="session")
def decided(stages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A site whose plan is approved and objected to once."""
    yield from _running(stages, DECIDED, tmp_path_factory.mktemp(DECIDED))


@pytest.fixture(scope="session")
def settled(stages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A site whose approved plan waits to be carried into the register."""
    yield from _running(stages, SETTLED, tmp_path_factory.mktemp(SETTLED))


@pytest.fixture
def settling(stages: Path, tmp_path: Path) -> Iterator[Live]:
    """The same for one journey alone, which carries it."""
    yield from _running(stages, SETTLED, tmp_path)


@pytest.fixture(scope="session")
def carried(stages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A site whose approved plan is in the register."""
    yield from _running(stages, CARRIED, tmp_path_factory.mktemp(CARRIED))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, for its browsers to tell what they showed."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Return what opens a browser of somebody's own: `visit(live, staff_no, width=360)`; all are closed at the end."""
    opened: list[Visitor] = []

    def open_for(live: Live, staff_no: str = "", **looks: object) -> Visitor:
        visitor = Visitor(browser, live, **looks)  # type: ignore[arg-type]  # the looks are the visitor's own names
        opened.append(visitor)
        if staff_no:
            visitor.sign_in(staff_no)
        return visitor

    yield open_for
    for visitor in opened:
        if request.node.stash.get(FAILED, False):
            visitor.tell()
        visitor.leave()
