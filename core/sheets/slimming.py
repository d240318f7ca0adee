"""A workbook reduced to what an editor may open: sheets, styles, comments and tables; pictures, charts and links to
other files are left out, because they are neither needed to mark a cell nor checked by the reader.
"""

import io
import posixpath
import zipfile
from xml.sax.saxutils import quoteattr

from core.sheets.archive import MEGABYTE, Package
from core.sheets.extent import measured
from core.sheets.workbook import PROPERTIES, RELATIONS, STRINGS, TYPES, WORKBOOK, worksheets_of

MOST_CELLS = 200_000  # beyond, editing in place takes too much time and memory
_MOST_BYTES = 60 * MEGABYTE
_MOST_STYLES = 4 * MEGABYTE
_STYLES = "xl/styles.xml"
_FRAME = (WORKBOOK, RELATIONS, STRINGS, _STYLES, "xl/theme/theme1.xml", "_rels/.rels", PROPERTIES)
_KEPT_TYPES = ("/hyperlink", "/comments", "/table")
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
Relation = dict[str, str]


def slim(package: Package) -> bytes:
    """Return the reduced workbook, or nothing where it is too large, or not sound in every sheet, to be edited."""
    parts = [worksheet.part for worksheet in worksheets_of(package)]
    extents = [measured(package, part) for part in parts]
    if sum(extent.cells for extent in extents) > MOST_CELLS or not all(each.ranges_are_sound for each in extents):
        return b""
    relations = {part: _relations(package, part) for part in parts}
    extras = [_target(part, relation) for part in parts for relation in relations[part] if _is_inside(relation)]
    names = [name for name in (*_FRAME, *parts, *extras) if package.has(name)]
    contents = {package.true_name(name): package.read(name) for name in names}
    styles = contents.get(package.true_name(_STYLES), b"")
    if sum(map(len, contents.values())) > _MOST_BYTES or len(styles) > _MOST_STYLES:
        return b""
    for name in names:
        package.parse(name, lambda tag, attributes: None)  # nothing but sound XML goes on
    contents |= {_relations_name(package.true_name(part)): _written(relations[part]) for part in parts}
    contents[package.true_name(TYPES)] = package.read(TYPES)
    return _zipped(contents)


def _relations(package: Package, part: str) -> list[Relation]:
    """Return what a sheet refers to, of the kinds that are kept."""
    found: list[Relation] = []
    name = _relations_name(part)

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith(_KEPT_TYPES):
            found.append(attributes)

    if package.has(name):
        package.parse(name, start)
    return [each for each in found if not _is_inside(each) or package.has(_target(part, each))]


def _is_inside(relation: Relation) -> bool:
    return relation.get("TargetMode") != "External"


def _target(part: str, relation: Relation) -> str:
    """Return the name of the part a relation points to."""
    folder = "/" + posixpath.dirname(part)
    return posixpath.normpath(posixpath.join(folder, relation.get("Target", ""))).lstrip("/").lower()


def _relations_name(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _written(relations: list[Relation]) -> bytes:
    """Return relations as XML."""
    lines = [f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_RELATIONSHIPS}">']
    for relation in relations:
        lines.append("<Relationship " + " ".join(f"{name}={quoteattr(text)}" for name, text in relation.items()) + "/>")
    return "".join([*lines, "</Relationships>"]).encode()


def _zipped(contents: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return target.getvalue()
