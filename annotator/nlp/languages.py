"""Languages: codes, their names in messages, and the pipeline spaCy offers for each."""

from __future__ import annotations

MULTILINGUAL = "xx"
"""spaCy's code for a pipeline of many languages."""

NAMES: dict[str, str] = {
    "ar": "Arabic",
    "ca": "Catalan",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "mk": "Macedonian",
    "nb": "Norwegian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sl": "Slovenian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
    MULTILINGUAL: "many languages",
}

_OTHER_CODES: dict[str, str] = {
    "ara": "ar", "cat": "ca", "dan": "da", "deu": "de", "ger": "de", "ell": "el", "gre": "el",
    "eng": "en", "spa": "es", "fas": "fa", "per": "fa", "fin": "fi", "fra": "fr", "fre": "fr",
    "heb": "he", "iw": "he", "hin": "hi", "hrv": "hr", "ind": "id", "ita": "it", "jpn": "ja",
    "kor": "ko", "lit": "lt", "mkd": "mk", "no": "nb", "nn": "nb", "nor": "nb", "nob": "nb",
    "nld": "nl", "dut": "nl", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru",
    "slv": "sl", "swe": "sv", "tha": "th", "tur": "tr", "ukr": "uk", "vie": "vi", "zho": "zh",
    "chi": "zh", "cmn": "zh", "mul": MULTILINGUAL,
}  # fmt: skip

_WEB = ("en", "zh")
"""spaCy's pipelines of these two are trained on web texts and named so."""
_NEWS = (
    "ca", "da", "de", "el", "es", "fi", "fr", "hr", "it", "ja", "ko", "lt", "mk", "nb", "nl",
    "pl", "pt", "ro", "ru", "sl", "sv", "uk",
)  # fmt: skip


def language_code(language: str) -> str:
    """The two-letter code of "en-GB", "eng", "English", "EN"; unknown ones come back lower-case."""
    wanted = language.strip().lower()
    by_name = {name.lower(): code for code, name in NAMES.items()}
    if wanted in by_name:
        return by_name[wanted]
    short = wanted.replace("_", "-").split("-")[0]
    return _OTHER_CODES.get(short, short)


def language_name(code: str) -> str:
    return NAMES.get(code, f"the language '{code}'")


def offered_pipeline(code: str) -> str | None:
    """The small pipeline spaCy offers for a language, by the name `spacy download` takes."""
    if code in _WEB:
        return f"{code}_core_web_sm"
    return f"{code}_core_news_sm" if code in _NEWS else None
