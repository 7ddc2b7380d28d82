"""Where sentences end: by punctuation, quotation marks, abbreviations and line ends.

Sentences are the unit that agreement is computed on, so the rules are fixed, need no language
model and are versioned (`SEGMENTER_VERSION` in segment.py). Tuned on English news; the other
scripts have their own terminators. A line end always ends the sentence, except inside a block of
hard-wrapped lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.text.abbreviations import (
    BEFORE_NUMBER,
    HAN_SPEECH,
    MAYBE_FINAL,
    NEVER_FINAL,
    ORDINAL_CONTEXT,
    SPEECH_VERBS,
    STARTERS,
    TIME_WORDS,
    TITLES,
)
from annotator.text.characters import CJK, EXTEND, HIRAGANA

_WIDE = "。！？｡．"
_STRONG = "؟۔।॥։።፧᙮។៕။"
_CLOSERS = "\"'”’“‘»«›‹)\\]}」』】》）］〉〕＂＇"
_OPENERS = "\"'“‘„‚«»‹›(\\[{¿¡「『（【《〈"

_FOOTNOTE = r"[ ]?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]"
END = re.compile(
    rf"(?P<term>[.!?…‥‼⁇⁈⁉{_WIDE}{_STRONG}]+)"
    rf"(?P<close>(?:[{_CLOSERS}]|[ \u00a0\u202f][»›](?!\w)|{_FOOTNOTE})*)"
    r"(?P<gap>\s*)"
)
_NEXT = re.compile(
    rf"(?P<open>(?:[{_OPENERS}][ \u00a0\u202f]?)*(?:[-–—]+\s?)?)"
    rf"(?P<word>[^\W_](?:[\w{EXTEND}]|['’](?=\w))*)?"
)
_PREVIOUS = re.compile(r"(?:\w|[.'’](?=\w))+$")
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_NAME = r"[A-Z][\w’'\-]*"
_ATTRIBUTION = re.compile(
    rf"(?:(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e)|(?:(?:Mr|Mrs|Ms|Dr)\.\s)?{_NAME}(?:\s{_NAME}){{0,3}})"
    rf"\s(?:{SPEECH_VERBS})\b"
)
_HAN_ATTRIBUTION = re.compile(rf"[^，。！？、；\s]{{0,10}}?(?:{HAN_SPEECH})(?=[，。：:、；]|$)")
_SLIP = re.compile(r"[“«„]?([A-Z][a-z]\w*|[AI])(?![\w@.])")
_IS_CJK = re.compile(f"[{CJK}]")
_IS_HIRAGANA = re.compile(f"[{HIRAGANA}]")
_QUOTE = re.compile('["”’“»«」』]')
_LOOKBACK = 40
_NO_START = tuple(".!?…:;,=)")
_DOMAINS = ("com", "org", "net")


def cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where one sentence ends and the next begins between two offsets (end excluded)."""
    for match in END.finditer(text, start, end):
        if match.end() >= end:
            return
        if match["gap"]:
            ends = _ends_before_space(text, match, start, end)
        else:
            ends = _ends_without_space(text, match, end)
        if ends:
            yield match.end("close")


def _ends_without_space(text: str, match: re.Match[str], end: int) -> bool:
    """Decide where the next character follows at once: usual in CJK, a slip in Latin news."""
    term, close, here = match["term"], match["close"], match.end()
    following, before = text[here], text[max(0, match.start() - 2) : match.start()]
    if any(c in _WIDE for c in term):
        if term == "．" and before[-1:].isdigit() and following.isdigit():
            return False
        return not _goes_on_after_quote(text, close, here, end)
    if any(c in _STRONG for c in term):
        return following.isalpha()
    if term[-1] in "!?" and (_IS_CJK.match(following) or _IS_CJK.search(before[-1:])):
        return not _goes_on_after_quote(text, close, here, end)
    if len(term) > 1 or term == "…":
        return False
    # "…the war ended.The next day": the blank was lost when the page was copied.
    slip = _SLIP.match(text, here, end)
    if slip is None or slip[1].casefold() in _DOMAINS:
        return False
    return len(before) == 2 and before.isalpha() and before.islower()


def _goes_on_after_quote(text: str, close: str, here: int, end: int) -> bool:
    """Tell whether a CJK sentence continues after its closing mark: 「…。」と述べた, “…。”他说，"""
    if not close:
        return False
    return bool(_IS_HIRAGANA.match(text, here) or _HAN_ATTRIBUTION.match(text, here, end))


def _ends_before_space(text: str, match: re.Match[str], start: int, end: int) -> bool:
    term, close, here = match["term"], match["close"], match.end()
    if text[match.start() - 1 : match.start()] in ("(", "[") and match.start() > start:
        return False  # "[...]", "(?)"
    if any(c in _WIDE + _STRONG for c in term):
        return not (_QUOTE.search(close) and _HAN_ATTRIBUTION.match(text, here, end))
    following = _NEXT.match(text, here, end)
    assert following is not None  # every part of the pattern is optional
    word = following["word"] or ""
    if not word and text[following.end() : following.end() + 1] in _NO_START:
        return False  # ". . .", ":-)"
    if word[:1].islower() and not _is_mixed_case_name(word, following["open"]):
        return False
    if term == "." and not close:
        return not _is_abbreviation(text, match.start(), start, following, end)
    if term[-1] in "!?…" and _QUOTE.search(close):
        return not _ATTRIBUTION.match(text, here, end)
    if term == "!" and text.endswith("Yahoo", start, match.start()):
        return word.casefold() in STARTERS
    if term in ("...", "…"):
        return word != "I" and not word.startswith(("I'", "I’"))
    return True


def _is_mixed_case_name(word: str, opened: str) -> bool:
    """Recognise names that keep a small first letter at the start of a sentence: iPhone, eBay."""
    return not opened and len(word) > 2 and any(c.isupper() for c in word[1:3])


def _is_abbreviation(text: str, stop: int, start: int, following: re.Match[str], end: int) -> bool:
    """Tell whether the full stop at `stop` belongs to the word before it, not to the sentence."""
    found = _PREVIOUS.search(text, max(start, stop - _LOOKBACK), stop)
    if found is None:
        return text[max(start, stop - 2) : stop] == ". " and not following["word"]
    previous, word = found[0], following["word"] or ""
    key, next_key = previous.casefold(), word.casefold().replace("’", "'").partition("'")[0]
    if key in NEVER_FINAL or (key in TITLES and previous[0].isupper()):
        return True
    if _is_enumerator(text, start, found):
        return True
    if word[:1].isdigit() and (key in BEFORE_NUMBER or _ACRONYM.fullmatch(previous)):
        return True
    if previous.isdigit():
        return len(previous) <= 2 and _word_before(text, start, found.start()) in ORDINAL_CONTEXT
    if key in ("a.m", "p.m"):
        bracket = following["open"].startswith("(")  # "10 a.m. (GMT)"
        return bracket or next_key in TIME_WORDS or _is_time_zone(text, following, end)
    if _is_initial(previous) or _ACRONYM.fullmatch(previous) or _maybe(previous, key):
        return next_key not in STARTERS or bool(following["open"].strip("\"“'‘"))
    return False


def _maybe(previous: str, key: str) -> bool:
    return key in MAYBE_FINAL and (previous[0].isupper() or key in ("al", "bzw", "ca"))


def _is_initial(previous: str) -> bool:
    """One letter: "George W.", "M. Azar"; scripts without case too (Arabic "د.")."""
    return len(previous) == 1 and previous.isalpha() and not previous.islower()


def _is_enumerator(text: str, start: int, found: re.Match[str]) -> bool:
    """Tell "1. Background", "II. Method" at the beginning of a paragraph."""
    if text[start : found.start()].strip(" \t([*-–—•"):
        return False
    number = found[0]
    return (number.isdigit() and len(number) <= 3) or bool(re.fullmatch("[IVXivx]{1,4}", number))


def _word_before(text: str, start: int, position: int) -> str:
    found = _PREVIOUS.search(text[max(start, position - _LOOKBACK) : position].rstrip())
    return found[0].casefold() if found else ""


def _is_time_zone(text: str, following: re.Match[str], end: int) -> bool:
    """Tell "Moscow time" after "5 p.m."."""
    rest = text[following.end() : min(end, following.end() + 20)].split(maxsplit=2)
    return "time" in (w.strip('.,;)”"') for w in rest[:2])
