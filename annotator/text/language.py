"""Guessing a text's language, so that an English pipeline is not let loose on a German article.

Small on purpose: writing systems tell most languages apart, function words the rest. No answer is
better than a wrong one, so short or mixed texts get None.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

_SAMPLE = 6000
"""Code points looked at."""

_FUNCTION_WORDS: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the of and to in that is was for on with as by said at from it has have not which",
        "de": "der die das und ist nicht von mit den dem ein eine zu auf für sich des werden im",
        "fr": "le la les des et est une dans que pour qui sur pas du au avec par ce il été",
        "es": "el la los las de que y en un una por con para del se es al lo como su",
        "it": "il di che la per una non del sono è con della nel gli alla dei anche più ha i",
        "pt": "o a os as de que e do da em um uma não com para por dos das foi ao mais",
        "nl": "de het een van en in is dat op te zijn met voor niet aan er die werd ook bij",
        "sv": "och att det som en på är av för med den till inte har om ett var de i han",
        "pl": "i w na się z do nie że jest o przez po od za jak był oraz dla ale to",
        "ru": "и в на не что с по как это из за был для его от к о при но было",
        "uk": "і в на не що з та у як це до за від про його для був є також або",
        "tr": "ve bir bu için ile de da olarak olan daha en çok ne gibi kadar sonra göre olduğu",
        "id": "yang dan di dari untuk dengan pada tidak ini itu dalam akan ke oleh juga telah",
    }.items()
}

_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("ja", r"[\u3040-\u30ff]"),
    ("ko", r"[\uac00-\ud7af]"),
    ("zh", r"[\u4e00-\u9fff]"),
    ("ar", r"[\u0600-\u06ff]"),
    ("he", r"[\u0590-\u05ff]"),
    ("el", r"[\u0370-\u03ff]"),
    ("hi", r"[\u0900-\u097f]"),
    ("th", r"[\u0e00-\u0e7f]"),
    ("ka", r"[\u10a0-\u10ff]"),
    ("hy", r"[\u0530-\u058f]"),
)
_SCRIPT_SHARE = 0.2
_WORD_SHARE = 0.12
"""Running text has about four function words in ten; lists of names have none."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Letters of other scripts, words; compiled when first needed, not when the program starts."""
    other = re.compile("|".join(pattern for _, pattern in _SCRIPTS))
    return other, re.compile(r"[^\W\d_]+")


def guess_language(text: str) -> str | None:
    """Two-letter code of the language the text is most likely in; None where that is not clear."""
    sample = text[:_SAMPLE]
    letters = sum(c.isalpha() for c in sample)
    if letters < 20:
        return None
    other_script, word = _patterns()
    foreign = "".join(other_script.findall(sample))
    for code, pattern in _SCRIPTS if len(foreign) > 0.05 * letters else ():
        share = len(re.findall(pattern, foreign)) / letters
        if share > (0.05 if code == "ja" else _SCRIPT_SHARE):
            return code
    words = Counter(word.findall(sample.lower()))
    total = sum(words.values())
    hits = {c: sum(words[w] for w in known) for c, known in _FUNCTION_WORDS.items()}
    (best, most), (_, second) = Counter(hits).most_common(2)
    if most < _WORD_SHARE * total or most < 1.15 * second:
        return None
    return best
