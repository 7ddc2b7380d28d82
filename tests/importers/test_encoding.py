"""From bytes to text, and what is refused on the way."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import ImportRefusedError
from annotator.importers.encoding import decode

FRENCH = "Le président a déclaré que les négociations reprendraient à l’été « bientôt ». "
SAMPLES = {
    "cp1252": FRENCH,
    "latin-1": "Die Bürger fühlten sich übergangen, hieß es am Montag aus München. ",
    "cp1254": "Cumhurbaşkanı görüşmelerin çarşamba günü yapılacağını söyledi. ",
    "iso8859-2": "Ministr řekl, že jednání začnou ve středu ráno v Praze. ",
    "cp1251": "Президент заявил, что переговоры пройдут в Москве в среду. ",
    "cp1250": "Prezydent powiedział, że rozmowy odbędą się w środę. Żółć, gęś. ",
    "cp1256": "قال الرئيس إن المحادثات ستعقد يوم الأربعاء في العاصمة ",
    "shift_jis": "気象庁は同日、震源の深さが約四十キロだったと発表した。",
    "gb18030": "联合国回顾国家削减碳计划时说，他们非常难以实现所需要的水平。",
    "euc-kr": "대통령은 수요일에 회담이 열릴 것이라고 말했다. ",
}


@pytest.mark.parametrize("encoding", SAMPLES)
def test_older_encodings_are_guessed(encoding: str) -> None:
    text = SAMPLES[encoding] * 5
    got = decode(text.encode(encoding), "a.txt")
    assert got.text == text
    assert got.guessed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_certain(encoding: str) -> None:
    got = decode("Über 😀 漢".encode(encoding), "a.txt")
    assert got.text == "Über 😀 漢"
    assert not got.guessed


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark_is_found(encoding: str) -> None:
    assert decode("Plain words, no mark".encode(encoding), "a.txt").text == "Plain words, no mark"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04rest", "a zip archive"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"ok \xff\xfe \xc3\x28 \xed\xa0\x80 \xf4\x90\x80\x80 end", "not UTF-8"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41", "not UTF-16"),
    ],
)
def test_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(ImportRefusedError, match=why) as caught:
        decode(data, "a.txt")
    assert str(caught.value).startswith("a.txt: ")
    assert "\n" not in str(caught.value)


def test_chosen_encoding_that_does_not_fit_is_named() -> None:
    with pytest.raises(ImportRefusedError, match="not UTF-8 text \\(byte 4"):
        decode("caf\xe9".encode("cp1252"), "a.txt", "utf-8")


def test_unknown_encoding_is_named() -> None:
    with pytest.raises(ImportRefusedError, match="no encoding named 'utf-9'"):
        decode(b"x", "a.txt", "utf-9")


def test_single_nul_is_text() -> None:
    assert decode(b"before\x00after", "a.txt").text == "before\x00after"


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_refusal(data: bytes) -> None:
    try:
        decode(data, "a.txt")
    except ImportRefusedError as error:
        assert str(error).startswith("a.txt: ")


@given(st.text(min_size=1, max_size=80))
def test_utf8_text_comes_back(text: str) -> None:
    try:
        data = text.encode("utf-8")
        got = decode(data, "a.txt")
    except (UnicodeEncodeError, ImportRefusedError):
        return
    assert got.text == text.removeprefix("\ufeff") or got.guessed
