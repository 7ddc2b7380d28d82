"""From bytes to text: byte order marks, UTF-8, UTF-16, then the encodings of older systems.

UTF-8 and UTF-16 are certain. Anything else is a guess: European text of one byte per letter is
recognised here by the letters its languages use, because it is by far the most common and short
texts of it are often taken for others; the rest is left to charset-normalizer. A guess that gives
implausible text is refused, so that no mojibake is ever coded.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from annotator.errors import ImportRefusedError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (.doc, .xls)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
)
_SAMPLE = 1 << 20
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_SIGNS = frozenset("“”‘’‚„–—…•€«»‹›£§©®°ºª·¡¿\u00a0\u00ad´")
_POLISH, _CZECH, _SLOVAK = "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž"
_HUNGARIAN, _ROMANIAN, _CROATIAN = "áéíóöőúüű", "ăâîşţ", "čćđšž"
_CENTRAL_EUROPE = (_POLISH, _CZECH, _SLOVAK, _HUNGARIAN, _ROMANIAN, _CROATIAN)
# Encodings of one byte, each with the letters that its languages use beyond ASCII.
_ALPHABETS = {
    "cp1252": ("àâäæçéèêëîïíìñòóôöõøùûüúœßáãåÿðþ",),
    "cp1250": _CENTRAL_EUROPE,
    "iso8859-2": _CENTRAL_EUROPE,
    "cp1254": ("çğıi̇öşüâîû",),
}
_CENTRAL = frozenset("šžý")
_MAINFRAME = ("cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140")
"""Never guessed: no news come in them, and binary files fit them by chance."""
_NOT_IN_TEXT = re.compile("[\u2500-\u25ff\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text from bytes; `guessed` tells that another encoding is possible."""

    text: str
    encoding: str
    guessed: bool = False


def kind_of(data: bytes) -> str | None:
    """Name what a file is by its first bytes, for files that are no text."""
    head = data.lstrip(b" \t\r\n")[:32] if data[:1] in b" \t\r\n" else data[:32]
    return next((kind for mark, kind in _SIGNATURES if head.startswith(mark)), None)


def decode(data: bytes, where: str, encoding: str | None = None) -> Decoded:
    """Decode a text file.

    Raises:
        ImportRefusedError: the file is empty, no text, or in no encoding that can be told.
    """
    if not data:
        raise ImportRefusedError(f"{where}: the file is empty.")
    kind = kind_of(data)
    if kind is not None:
        raise ImportRefusedError(f"{where}: this is {kind}, not a text file.")
    if encoding:
        return _decode_as(data, where, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, where, name)
    wide = _utf16_without_mark(data)
    if wide:
        return Decoded(data.decode(wide), wide, guessed=True)
    return _decode_bytes(data, where)


def _decode_as(data: bytes, where: str, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise ImportRefusedError(
            f"{where}: this is not {encoding.upper()} text (byte {error.start + 1} does not fit).",
            "Choose another encoding.",
        ) from error
    except (LookupError, UnicodeError, ValueError) as error:
        raise ImportRefusedError(f"{where}: there is no encoding named {encoding!r}.") from error


def _utf16_without_mark(data: bytes) -> str | None:
    """Recognise UTF-16 by the zero bytes of its ASCII half."""
    sample = data[:4096]
    if len(data) % 2 or len(sample) < 4:
        return None
    half = len(sample) // 2
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        other = sample[0::2] if name == "utf-16-le" else sample[1::2]
        if zeros.count(0) > 0.4 * half and not other.count(0):
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                return None
            return None if len(_CONTROLS.findall(text)) > 0.03 * len(text) else name
    return None


def _decode_bytes(data: bytes, where: str) -> Decoded:
    sample = data[:_SAMPLE]
    controls = len(_CONTROL.findall(sample)) / len(sample)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if controls > (0.03 if text is None else 0.3):
        raise ImportRefusedError(f"{where}: this is a binary file, not text.")
    if text is not None:
        return Decoded(text, "utf-8")
    guess = _european(data) or _guessed(data)
    if guess is None:
        raise ImportRefusedError(
            f"{where}: the text is not UTF-8, and no other encoding fits it.",
            "Say which encoding it is in.",
        )
    return guess


def _european(data: bytes) -> Decoded | None:
    """Read Latin text of one byte per letter, if it uses the letters of some languages only."""
    if len(_HIGH.findall(data)) > 0.25 * len(data):
        return None
    fits = {name: fit for name in _ALPHABETS if (fit := _fit(data, name)) > 0.95}
    if not fits:
        return None
    best = max(fits, key=lambda name: fits[name])
    if best == "cp1252" and "cp1250" in fits:
        foreign = [c for c in data.decode("cp1252", "replace").lower() if c > "\x7f"]
        if sum(c in _CENTRAL for c in foreign) > 0.1 * len(foreign):
            best = "cp1250"  # Czech and Slovak fit both
    return Decoded(data.decode(best), best, guessed=True)


def _fit(data: bytes, encoding: str) -> float:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    foreign = [c for c in text if c > "\x7f"]
    letters = Counter(c.lower() for c in foreign if c not in _SIGNS)
    known = max(sum(letters[c] for c in alphabet) for alphabet in _ALPHABETS[encoding])
    good = len(foreign) - letters.total() + known
    odd = sum(b.isupper() and a.islower() for a, b in pairwise(text) if b > "\x7f")
    return (good - odd) / max(1, len(foreign))


def _guessed(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_exclusion=list(_MAINFRAME)).best()
    if best is None:
        return None
    text = str(best)
    foreign = [c for c in text if c > "\x7f"]
    plausible = sum(c.isalpha() or c.isspace() or c in "、。，！？「」“”‘’—–…«»" for c in foreign)
    if _NOT_IN_TEXT.search(text) or plausible < 0.7 * len(foreign):
        return None
    return Decoded(text, best.encoding, guessed=True)
