"""The demo district never changes by itself."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from app.demo.write import generate

# Changes only with the generator or with the policy's defaults; then look at the district again and write the new one.
DIGEST = "96bf980d57a62c506467c56dccbc790dd8eacc45274d4cd424033088449cc8ee"

_AGAIN = "import sys; from pathlib import Path; from app.demo.write import generate; generate(Path(sys.argv[1]))"
_ROOT = Path(__file__).parents[3]


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def test_district_has_the_known_bytes(demo_folder: Path) -> None:
    assert _digest(demo_folder) == DIGEST


def test_another_process_with_another_hash_seed_writes_the_same_bytes(demo_folder: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "271828", "TZ": "Pacific/Auckland"}
    subprocess.run([sys.executable, "-c", _AGAIN, str(tmp_path)], check=True, cwd=_ROOT, env=environment)

    assert _digest(tmp_path) == _digest(demo_folder)


def test_another_seed_makes_other_teachers_at_the_same_schools(demo_folder: Path, tmp_path: Path) -> None:
    generate(tmp_path, seed=1)

    assert (tmp_path / "units.csv").read_bytes() == (demo_folder / "units.csv").read_bytes()
    assert (tmp_path / "teachers.csv").read_bytes() != (demo_folder / "teachers.csv").read_bytes()


def test_tables_have_no_carriage_returns_and_no_byte_order_mark(demo_folder: Path) -> None:
    for path in demo_folder.iterdir():
        written = path.read_bytes()
        assert b"\r" not in written
        assert not written.startswith(b"\xef\xbb\xbf")
        assert written.endswith(b"\n")
