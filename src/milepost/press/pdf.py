"""Tables as PDF, tagged so that screen readers find rows and headings (PDF/UA-1); typeset by Typst.

All text goes in as data and is never read as markup. Only the fonts that come with the typesetter are used, so the
same table gives the same pages everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

import typst

#: Wider tables are set on the long side of the paper.
_TALL = 5
_MARKUP = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(lang: data.lang, size: 9pt, hyphenate: false)
#set par(justify: false)
#set page(
  paper: "a4", flipped: data.wide, margin: (x: 14mm, top: 16mm, bottom: 16mm),
  footer: context [
    #set text(size: 8pt)
    #data.note #h(1fr) #counter(page).display("1 / 1", both: true)
  ],
)
#heading(level: 1, data.title)
#v(4pt)
#let shade = rgb("#eef1f5")
#table(
  columns: data.widths.map(width => width * 1fr),
  align: (column, row) => if data.right.at(column) { right } else { left },
  stroke: (x, y) => (bottom: 0.4pt + rgb("#c4cad3")),
  fill: (x, y) => if y == 0 { shade },
  inset: (x: 4pt, y: 3.5pt),
  table.header(..data.headings.map(words => strong(words))),
  ..data.rows.flatten().map(words => [#words]),
)
"""


def table_pdf(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[bool],
    note: str,
    at: datetime,
    language: str = "en",
) -> bytes:
    """Set a table under a title, its headings repeated on each page; `right` tells which columns hold figures.

    `note` stands at the foot of each page, `at` is the document's date.
    """
    data = {
        "title": title,
        "lang": language,
        "note": note,
        "wide": len(headings) > _TALL,
        "headings": list(headings),
        "right": list(right),
        "rows": [list(row) for row in rows],
        "widths": _widths(headings, rows),
    }
    made = typst.compile(
        _MARKUP.encode(),
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Share the width by what columns usually hold: the root keeps long texts from taking it all."""
    found = []
    for place, heading in enumerate(headings):
        lengths = sorted(len(row[place]) for row in rows)
        usual = lengths[int(len(lengths) * 0.9)] if lengths else 0
        found.append(round(max(len(heading), usual, 3) ** 0.6, 3))
    return found
