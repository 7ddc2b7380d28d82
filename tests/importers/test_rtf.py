"""RTF documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.importers.rtf import rtf_text
from tests.importers.files import read_one, refused


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"One \b bold\b0  two\par Three", "One bold two\nThree"),
        (rb"caf\'e9 \ldblquote so\rdblquote\emdash x", "café “so”—x"),
        (rb"\u8364?\u-10179?\u-8704? \uc0\u233 x", "€😀 éx"),
        (rb"{\uc2 \u8364\'80\'80}x", "€x"),
        (rb"a\{b\}c\\d\~e\_f", "a{b}c\\d\u00a0e\u2011f"),
        (rb"a\tab b\line c", "a\tb\nc"),
        (rb"{\*\generator Word;}Text{\*\unknown gone}", "Text"),
        (rb"{\fonttbl{\f0 Arial;}}{\colortbl;\red1;}{\info{\title T}}Text", "Text"),
        (rb"{\header Page 1}Text{\footnote note}", "Text"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}", "link"),
        (rb"seen{\v hidden}\v hidden\v0 too", "seentoo"),
        (rb"\trowd a\cell b\cell\row c", "a\tb\t\nc"),
        (b"a\r\nb", "ab"),
        (b"pic{\\pict\\bin5 }}{{\\}y", "picy"),
        (rb"{\fonttbl{\f0\fcharset204 A;}{\f1\fcharset0 B;}}\f0\'cf\f1\'e9", "Пé"),
        (rb"{\shppict{\pict 010203}}{\nonshppict{\pict 0}}x", "x"),
    ],
)
def test_text_of(body: bytes, text: str) -> None:
    assert rtf_text(b"{\\rtf1\\ansi\\ansicpg1252 " + body + b"}") == text


def test_code_page_of_the_document() -> None:
    assert rtf_text(rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8}") == "При"


def test_bytes_of_a_picture_with_braces_do_not_end_the_document() -> None:
    picture = b"}" * 1000
    data = b"{\\rtf1 before{\\pict\\bin1000 " + picture + b"}after}"
    assert rtf_text(data) == "beforeafter"


def test_article_from_a_file() -> None:
    got = read_one("a.rtf", rb"{\rtf1 Head\par\par Body.\par}")
    assert (got.title, got.text) == ("Head", "Head\n\nBody.")


@pytest.mark.parametrize("data", [b"", b"plain text", rb"{\rtf1 }", rb"{\rtf1{\pict 00}}"])
def test_refused(data: bytes) -> None:
    assert refused("a.rtf", data)


def test_deep_groups_are_refused_not_crashed() -> None:
    assert "deep" in refused("a.rtf", b"{\\rtf1 x" + b"{" * 50_000)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text(data: bytes) -> None:
    assert isinstance(rtf_text(b"{\\rtf1 " + data), str)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_unicode_comes_back(text: str) -> None:
    def escaped(c: str) -> bytes:
        units = c.encode("utf-16-le")
        pairs = [int.from_bytes(units[i : i + 2], "little") for i in range(0, len(units), 2)]
        return b"".join(b"\\u%d?" % (u - 65536 if u > 32767 else u) for u in pairs)

    assert rtf_text(b"{\\rtf1 " + b"".join(map(escaped, text)) + b"}") == text
