"""The page is whole, safe, self-contained and can be read by everyone."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from milepost.press.html import html
from tests.press.reports import HOSTILE, report


class Outline(HTMLParser):
    """Collects the tags of a page with their attributes, and its texts."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.texts.append(data)

    def all(self, *names: str) -> list[dict[str, str | None]]:
        """The attributes of every tag with one of these names."""
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(scope="module")
def page() -> str:
    return html(report())


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    return Outline(page)


def test_text_from_a_file_stays_text(outline: Outline) -> None:
    assert len(outline.all("script")) == 1
    assert not outline.all("img")
    assert not [name for _, attributes in outline.tags for name in attributes if name.startswith("on")]
    assert HOSTILE in outline.texts


def test_loads_nothing(outline: Outline, page: str) -> None:
    loads = ("src", "href", "xlink:href", "data", "poster", "srcset", "action", "background")
    targets = [value or "" for _, attributes in outline.tags for name, value in attributes.items() if name in loads]
    assert targets
    assert [value for value in targets if not value.startswith("#")] == []
    assert not outline.all("link", "iframe", "object", "embed", "base", "form")
    style = page.split("<style>")[1].split("</style>", maxsplit=1)[0]
    assert "@import" not in style
    assert re.findall(r"url\((?!#)", style) == []


def test_policy_allows_only_the_page_s_own_script(outline: Outline, page: str) -> None:
    script = page.split("<script>")[1].split("</script>", maxsplit=1)[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = next(meta["content"] or "" for meta in outline.all("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'")
    assert f"script-src 'sha256-{digest}'" in policy
    assert "eval" not in script


def test_has_landmarks_headings_and_named_tables(outline: Outline) -> None:
    assert outline.all("html")[0]["lang"] == "en"
    for landmark in ("header", "nav", "main", "footer"):
        assert outline.all(landmark), landmark
    assert len(outline.all("h1")) == 1
    assert len(outline.all("caption")) == len(outline.all("table"))
    assert all(cell.get("scope") in {"col", "row"} for cell in outline.all("th"))


def test_ids_are_unique_and_references_resolve(outline: Outline) -> None:
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = {value for _, a in outline.tags for name, value in a.items() if name == "aria-labelledby"}
    named |= {(a.get("href") or "#main")[1:] for a in outline.all("a", "use")}
    assert named <= set(ids)


def test_colour_is_never_the_only_carrier(page: str) -> None:
    assert '<span class="badge red"><span aria-hidden="true">▲</span> Red</span>' in page
    assert page.count('class="stripes"') >= 2
    assert "(critical)" in page


def test_knows_dark_and_paper(page: str) -> None:
    assert "light-dark(" in page
    assert "@media print" in page


def test_a_chapter_has_its_sentences_figures_chart_and_table(outline: Outline, page: str) -> None:
    sections = [attributes for attributes in outline.all("section") if attributes.get("id") == "people"]
    assert len(sections) == 1
    assert any(attributes.get("href") == "#people" for attributes in outline.all("a"))
    chapter = page[page.index('<section id="people"') : page.index("</section>", page.index('<section id="people"'))]
    for words in ("Then this.", "Hours beyond capacity", "What would move", 'aria-label="Workload"'):
        assert words in chapter
    assert HOSTILE not in chapter
