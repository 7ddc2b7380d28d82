"""Tokens of any script, by one regular expression and no language model.

A token is what the caret steps over and what a selection snaps to. So tokens are small: clitics
("Ukraine" + "’s", "l’" + "avion") and the parts of a hyphenated compound stand alone, because a
name may end there. An abbreviation with inner full stops ("U.S.", "a.m.") and a number with
separators ("50,000.5") are one token each. Han characters stand alone; runs of kana, Hangul, Thai
and of every other script are one token. No token splits a grapheme cluster.
"""

from __future__ import annotations

import re
from array import array
from itertools import chain

from annotator.text.characters import (
    APOSTROPHES,
    CJK,
    EXTEND,
    FLAG,
    HAN,
    HIRAGANA,
    IGNORABLE,
    KATAKANA,
    PREPEND,
)

_E = f"[{EXTEND}]"
_WORD = rf"[^\W{CJK}]"
_LETTER = rf"[^\W\d_{CJK}]"
_SPACE = rf"\s{IGNORABLE}"

# What may stand between two letters of one word; the English clitic ’s is left outside.
_JOINER = (
    rf"[{APOSTROPHES}](?![sS](?!\w))(?={_LETTER})"
    r"|[·״׳](?=\w)"
    r'|(?<=[א-ת])"(?=[א-ת])'
    r"|(?<=\d)[.,:٫٬](?=\d)"
    r"|(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))"
    rf"|[{IGNORABLE}]+(?={_WORD})(?<!\u200b)"
)
_JOINED = rf"(?:(?<=\u200d)[^\w{_SPACE}{PREPEND}]{_E}*)*"  # emoji of several parts
_ELISION = (
    rf"(?:[ldjmtsncLDJMTSNC]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu|[Pp]resqu|[Dd]ell|[Nn]ell"
    rf"|[Ss]ull|[Dd]all)[{APOSTROPHES}](?=[^\W\d_][^\W\d_])"
)

TOKEN = re.compile(
    r"[A-Za-z]{2,}+(?=[ ,;\n)])|[.,;:!?)”](?=[ \n])"  # the plain cases first, for speed
    rf"|(?<!\w){_ELISION}"
    rf"|(?<!\w){_LETTER}\.(?:{_LETTER}\.)+{_E}*"
    rf"|(?<!\w)(?:https?://|www\.)[^{_SPACE}<>\"“”«»]*[\w/]{_E}*"
    rf"|{_WORD}+(?:(?:{_E}+|{_JOINER}){_WORD}*)*"
    rf"|[{HAN}]{_E}*"
    rf"|[{HIRAGANA}](?:[{HIRAGANA}ー]|{_E})*"
    rf"|[{KATAKANA}](?:[{KATAKANA}]|{_E})*"
    rf"|[{APOSTROPHES}][sS](?!\w)"
    rf"|(?<!\w)[@#]\w(?:\w|{_E})*"
    rf"|(?:\.{{2,}}|-{{2,}}){_E}*"
    rf"|[{FLAG}]{{2}}{_E}*"
    rf"|[{PREPEND}]+(?:\w+|[{FLAG}]{{2}}|[^\n\t{IGNORABLE}{PREPEND}])?{_E}*{_JOINED}"
    rf"|[^\S\n\t]{_E}+"
    rf"|{_E}+"
    rf"|[^{_SPACE}]{_E}*{_JOINED}"
)


def token_bounds(text: str) -> array[int]:
    """Give start and end of every token, flat: start 0, end 0, start 1, end 1, ..."""
    return array("I", chain.from_iterable([match.span() for match in TOKEN.finditer(text)]))
