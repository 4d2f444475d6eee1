"""The fixed parts of a workbook (ECMA-376): types, relations, names of sheets, cell formats."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

_NS = "http://schemas.openxmlformats.org/"
MAIN = f"{_NS}spreadsheetml/2006/main"
_OFFICE = f"{_NS}officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PLAIN = 'fontId="0" fillId="0" borderId="0"'
_NUMBERED = f'{_PLAIN} xfId="0" applyNumberFormat="1"'
#: Cell formats: 0 as it is, 1 date, 2 date and time, 3 bold.
_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/>'
    '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
    '<left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">'
    f'<xf numFmtId="0" {_PLAIN}/></cellStyleXfs><cellXfs count="4">'
    f'<xf numFmtId="0" {_PLAIN} xfId="0"/><xf numFmtId="164" {_NUMBERED}/>'
    f'<xf numFmtId="165" {_NUMBERED}/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def parts(title: str, count: int) -> Iterator[tuple[str, str]]:
    """(name, XML) of all parts but the sheets themselves, of which there are `count`."""
    yield "[Content_Types].xml", HEAD + _types(count)
    yield "_rels/.rels", HEAD + _relations([("officeDocument", "xl/workbook.xml")])
    yield "xl/workbook.xml", HEAD + _names(title, count)
    sheets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, count + 1)]
    yield "xl/_rels/workbook.xml.rels", HEAD + _relations([*sheets, ("styles", "styles.xml")])
    yield "xl/styles.xml", HEAD + _STYLES


def _types(count: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    named = [("workbook", f"{kind}.sheet.main+xml"), ("styles", f"{kind}.styles+xml")]
    named += [(f"worksheets/sheet{n}", f"{kind}.worksheet+xml") for n in range(1, count + 1)]
    parts = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{told}"/>' for name, told in named
    )
    return (
        f'<Types xmlns="{_NS}package/2006/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _relations(targets: list[tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_NS}package/2006/relationships">{told}</Relationships>'


def _names(title: str, count: int) -> str:
    sheets = "".join(
        f'<sheet name="{_sheet(title, n)}" sheetId="{n}" r:id="rId{n}"/>'
        for n in range(1, count + 1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _sheet(title: str, number: int) -> str:
    """At most 31 signs, none of those that Excel keeps for itself."""
    plain = "".join(sign for sign in title if sign not in "[]:*?/\\'").strip() or "table"
    return escape(plain[:27], {'"': "&quot;"}) + (f" {number}" if number > 1 else "")
