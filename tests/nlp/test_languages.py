"""Language codes from what people and files write."""

from __future__ import annotations

import pytest

from annotator.nlp.languages import language_code, offered_pipeline


@pytest.mark.parametrize(
    ("written", "code"),
    [("en-GB", "en"), ("EN", "en"), ("eng", "en"), ("English", "en"), ("pt_BR", "pt"),
     ("no", "nb"), ("German ", "de"), ("zho", "zh"), ("tlh", "tlh")],
)  # fmt: skip
def test_language_is_read_from_code_or_name(written: str, code: str) -> None:
    assert language_code(written) == code


def test_offered_pipelines_carry_spacys_names() -> None:
    assert offered_pipeline("en") == "en_core_web_sm"
    assert offered_pipeline("de") == "de_core_news_sm"
    assert offered_pipeline("ar") is None
