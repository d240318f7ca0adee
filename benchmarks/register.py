"""How long the register takes with a city's teachers: dry run, import, the list's pages. Seconds on this machine.

Run: `python -m benchmarks.register [--teachers 20000] [--database URL]`. It works in a folder of its own and leaves
nothing behind; a PostgreSQL database given must be empty and is left as it is afterwards.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask

from accounts.identity import Identity
from accounts.models import User
from accounts.permissions import Role
from benchmarks.site import opened, site
from core.audit import System
from core.clock import instant
from core.db import glancing, reading, transaction
from core.i18n import Language
from core.sheets import staging
from core.sheets.models import ImportBatch
from core.sheets.plan import Importer
from core.sheets.reader import Reader
from core.sheets.trial import Trial, prepared, tried, try_read, upload_of
from core.sheets.writing import export
from policy.months import Month
from policy.vocabulary import Area, BackboneLevel, Degree, PostType, Sex, Stage, Title
from teachers import services, sheets
from teachers.vocabulary import SchoolDraft, UnitDraft, YearDraft

Result = TypeVar("Result")
DAY = date(2026, 9, 1)
OFFICER = Identity(1, "H0001", "周文澜", frozenset({Role.DISTRICT_HR}), None, None)
SCHOOLS = 150
PAGES = 40
ADDRESSES = ("?", "?q=wang", "?q=王芳", "?stage=primary&sort=-name", "?page=300", "?subject=音乐&size=200")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红文斌慧佳宁若溪子昂雨桐晓岚知远"
_SUBJECTS = ("语文", "数学", "英语", "体育", "音乐", "美术", "科学", "道德与法治", "信息科技")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def main() -> int:
    """Measure and print; the exit code says whether the promises of the register hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teachers", type=int, default=20_000)
    parser.add_argument("--database", default="")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept = measure(Path(folder), wish.teachers, wish.database)
    return 0 if kept else 1


def measure(folder: Path, teachers: int, url: str) -> bool:
    """Fill a register and time what people wait for."""
    app = site(folder, url)
    importer = sheets.TeacherImporter(DAY)
    with app.app_context():
        codes = open_schools()
        book = export(sheets.TEACHERS, list(people(teachers, codes)), Language.CHINESE, masked=False)
        print(f"{teachers} teachers, {len(book) / 1e6:.1f} MB of workbook")
        with transaction() as tx:
            batch = staging.stage(tx, "teachers", "teachers.xlsx", book, by=OFFICER)

        def dry_run() -> None:
            trial = prepared(try_out(batch, importer))
            with transaction() as tx, held("dry run"):
                staging.dry_run(tx, tx.get_one(ImportBatch, batch.id), importer, by=OFFICER, trial=trial)

        def write() -> None:
            trial = try_out(batch, importer)
            with transaction() as tx, held("import"):
                staging.apply(tx, tx.get_one(ImportBatch, batch.id), importer, by=OFFICER, on=DAY, trial=trial)

        kept = timed("dry run", dry_run, 15)
        print(f"  new {batch.new_rows}, wrong {batch.error_rows}")
        written = timed("import", write, 20)
    pages = page_times(app)
    print(f"list page: median {statistics.median(pages) * 1000:.0f} ms, p95 {p95(pages) * 1000:.0f} ms (promised 300)")
    return kept and written and p95(pages) <= 0.3


def try_out(batch: ImportBatch, importer: Importer) -> Trial:
    """Read and compare an upload as the site does: in a process of its own, and holding nothing."""
    upload = upload_of(reading().get_one(ImportBatch, batch.id, populate_existing=True))
    reading().rollback()
    start = time.monotonic()
    found = try_read(upload, importer.sheet, Reader().grid_of)
    print(f"  read in {time.monotonic() - start:.1f} s")
    with glancing() as tx:
        return tried(tx, upload, importer, found)


@contextmanager
def held(name: str) -> Iterator[None]:
    """Print how long the transaction was open before its commit: SQLite's other writers wait as long."""
    start = time.monotonic()
    yield
    reading().flush()
    print(f"  {name}: others waited {time.monotonic() - start:.2f} s, and for the commit")


def timed(name: str, act: Callable[[], None], promised: int) -> bool:
    """Run something once and print how long it took."""
    start = time.monotonic()
    act()
    seconds = time.monotonic() - start
    print(f"{name}: {seconds:.1f} s (promised {promised})")
    return seconds <= promised


def p95(times: Sequence[float]) -> float:
    """Return the time 95 of 100 stay below."""
    return sorted(times)[int(0.95 * len(times))]


def open_schools() -> list[str]:
    """Open the schools and the officer's account; return the schools' codes."""
    with transaction() as tx:
        tx.add(User(id=OFFICER.user_id, staff_no=OFFICER.staff_no, name=OFFICER.name, opened_at=instant()))
        codes = [f"2119{number:06d}" for number in range(SCHOOLS)]
        for number, code in enumerate(codes):
            area = tuple(Area)[number % len(Area)]
            draft = SchoolDraft(code=code, name=f"第{number}小学", area=area, zone=f"第{number % 12}学区")
            school = services.open_school(tx, draft, by=System(), on=DAY)
            units = (UnitDraft(Stage.PRIMARY, 900), UnitDraft(Stage.JUNIOR, 450))
            services.record_year(tx, school, YearDraft(DAY.year, units), by=System(), on=DAY)
    return codes


def people(count: int, codes: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Yield teachers as rows of the workbook."""
    rng = random.Random(1)
    for number in range(count):
        sex = rng.choice(list(Sex))
        birth = Month(12 * rng.randint(1967, 2002) + rng.randint(0, 11))
        yield {
            "staff_no": f"{300_000 + number}",
            "name": rng.choice(_SURNAMES) + "".join(rng.choices(_GIVEN, k=rng.choice((1, 2, 2)))),
            "sex": sex,
            "birth_month": birth,
            "id_number": id_number(birth, number, sex),
            "phone": f"138{rng.randint(0, 99_999_999):08d}",
            "post_type": PostType.PROFESSIONAL,
            "school": rng.choice(codes),
            "stage": rng.choice((Stage.PRIMARY, Stage.PRIMARY, Stage.JUNIOR)),
            "subject": rng.choice(_SUBJECTS),
            "joined_school": Month(12 * rng.randint(2003, 2025) + 8),
            "title": rng.choice([None, *Title]),
            "degree": rng.choice(list(Degree)),
            "backbone": rng.choice(list(BackboneLevel)),
            "fte": 1,
            "mountain_years": 0,
        }


def id_number(birth: int, number: int, sex: Sex) -> str:
    """Return an identity number that is right in itself; no two of one run are the same."""
    order = 2 * (number % 500) + (1 if sex is Sex.MALE else 0)
    first = f"{110_100 + number // 500 % 99}{birth // 12:04d}{birth % 12 + 1:02d}{number % 28 + 1:02d}{order:03d}"
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, _WEIGHTS, strict=True)) % 11]


def page_times(app: Flask) -> list[float]:
    """Return how long pages of the list took: plain, searched, filtered, sorted, far from the start."""
    addresses = (ADDRESSES[number % len(ADDRESSES)] for number in range(PAGES))
    return [opened(app, OFFICER, f"/teachers{address}") for address in addresses]


if __name__ == "__main__":
    sys.exit(main())
