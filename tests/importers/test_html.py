"""Web pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.importers.base import ImportOptions, Notice
from annotator.importers.registry import read_paths
from annotator.model import ArticleDraft
from tests.importers.files import read_one, refused

ARTICLE = f"""<!doctype html><html lang="en-GB"><head><title>Talks | Post</title>
<meta property="og:title" content="Talks resume"><meta property="og:site_name" content="Post">
<meta property="article:published_time" content="2010-01-11T08:00:00Z">
<meta name="author" content="Ann Lee"><link rel="canonical" href="https://post.example/talks">
<script>var x = "<p>no</p>";</script><style>p {{}}</style></head>
<body><nav><ul><li>Home</li></ul></nav><article><h1>Talks  resume</h1>
<p>First <b>bold</b>, &amp; <a href="x">link</a>.<br>New line.</p>
<div>Second paragraph, {"word " * 60}end.</div></article>
<aside>More</aside><footer>Imprint</footer></body></html>"""


def test_marked_article_with_its_metadata() -> None:
    got = read_one("a.html", ARTICLE.encode())
    assert got.text.startswith(
        "Talks resume\n\nFirst bold, & link.\nNew line.\n\nSecond paragraph,"
    )
    assert got.text.endswith("end.")
    assert (got.title, got.date, got.source, got.author, got.url, got.language) == (
        "Talks resume",
        "2010-01-11",
        "Post",
        "Ann Lee",
        "https://post.example/talks",
        "en",
    )
    assert not got.title_is_mapped


def test_page_without_a_marked_article_leaves_navigation_out() -> None:
    page = b"<nav>Home</nav><h2>Head</h2><p>Text.</p><footer>Imprint</footer>"
    assert read_one("a.html", page).text == "Head\n\nText."


def test_title_from_the_head_goes_before_a_text_without_it() -> None:
    page = b"<head><title>Talks</title></head><p>Only text.</p>"
    got = read_one("a.html", page)
    assert (got.title, got.title_is_mapped) == ("Talks", True)


def test_schema_org_data() -> None:
    page = (
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2010-01-11", '
        '"author": [{"name": "Ann"}], "publisher": {"name": "Post"}}]}</script><p>Text.</p>'
    )
    got = read_one("a.html", page.encode())
    assert (got.date, got.author, got.source) == ("2010-01-11", "Ann", "Post")


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="utf-8"><p>é 漢 😀</p>'.encode(),
        "<p>é 漢 😀</p>".encode("utf-8-sig"),
        "<p>é 漢 😀</p>".encode("utf-16"),
        '<?xml version="1.0" encoding="utf-8"?><html><p>é 漢 😀</p></html>'.encode(),
        '<meta charset="gb18030"><p>é 漢 😀</p>'.encode("gb18030"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert read_one("a.html", data).text == "é 漢 😀"


def test_declared_encoding_that_is_wrong() -> None:
    assert read_one("a.html", '<meta charset="ascii"><p>é</p>'.encode()).text == "é"


def test_cells_are_kept_apart() -> None:
    page = b"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    assert read_one("a.html", page).text == "a\tb\n\nc\td"


def test_preformatted_text_keeps_its_lines() -> None:
    assert read_one("a.html", b"<pre>a  b\n  c</pre>").text == "a  b\n  c"


@pytest.mark.parametrize("page", [b"", b"<html></html>", b"<script>alert(1)</script>", b"<p> </p>"])
def test_page_without_text_is_refused(page: bytes) -> None:
    assert refused("a.html", page)


def test_very_deep_page_is_told() -> None:
    notices: list[Notice] = []
    page = b"<p>Text.</p>" + b"<div>" * 5000 + b"deep" + b"</div>" * 5000
    got = read_one("a.html", page, ImportOptions(on_notice=notices.append))
    assert got.text.startswith("Text.")
    assert "deep" in got.text or notices


@pytest.mark.shared
def test_hostile_page_gives_its_text_only(shared: Path) -> None:
    (got,) = read_paths([shared / "samples/hostile/22_hostile.html"])
    assert isinstance(got, ArticleDraft)
    assert got.text.startswith("Headline\n\nReal text here.")
    assert not any(word in got.text for word in ("alert", "127.0.0.1", "@import", "hostname"))
    assert got.title == "Headline"
