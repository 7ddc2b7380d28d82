"""Which pipeline is chosen, without importing spaCy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.errors import PipelineError
from annotator.nlp.pipelines import (
    better_pipeline,
    bundled_pipeline,
    choose_pipeline,
    folder_pipeline,
    installed_pipelines,
)
from tests.nlp.conftest import FakePackage


def test_listing_and_choosing_does_not_import_spacy() -> None:
    code = (
        "import sys; from annotator.nlp import pipelines, worker; pipelines.choose_pipeline('en');"
        "print([m for m in ('spacy', 'numpy', 'thinc') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_bundled_pipeline_is_english_and_on_disk() -> None:
    pipeline = bundled_pipeline()
    assert pipeline.language == "en"
    assert pipeline.path is not None
    assert (pipeline.path / "config.cfg").is_file()


def test_bundled_pipeline_comes_with_card_and_licences() -> None:
    folder = bundled_pipeline().path
    assert folder is not None
    assert (folder / "MODEL_CARD.md").is_file()
    assert "CC BY-SA 4.0" in (folder / "LICENCES.md").read_text(encoding="utf-8")


def test_bundled_pipeline_serves_english_when_nothing_is_installed() -> None:
    assert "news_sm_open" in {p.name for p in installed_pipelines()}


@pytest.mark.parametrize("order", [("sm", "md", "lg", "trf"), ("trf", "lg", "md", "sm")])
def test_largest_installed_pipeline_wins(fake_package: FakePackage, order: list[str]) -> None:
    for size in order:
        fake_package(f"sv_core_news_{size}")
    assert choose_pipeline("Swedish").name == "sv_core_news_trf"


def test_installed_english_pipeline_is_preferred_to_the_bundled(fake_package: FakePackage) -> None:
    fake_package("en_core_web_sm")
    assert choose_pipeline("en").name == "en_core_web_sm"


def test_package_without_entities_is_left_out(fake_package: FakePackage) -> None:
    fake_package("sv_tagger_sm", components=("tagger",))
    assert "sv_tagger_sm" not in {p.name for p in installed_pipelines()}


@pytest.mark.parametrize("requires", ["no-such-package-at-all", "spacy<3"])
def test_package_whose_requirements_are_missing_is_left_out(
    fake_package: FakePackage, requires: str
) -> None:
    fake_package("sv_core_news_trf", requires=requires)
    fake_package("sv_core_news_sm")
    assert choose_pipeline("sv").name == "sv_core_news_sm"


def test_damaged_package_is_left_out(fake_package: FakePackage) -> None:
    (fake_package("sv_core_news_sm") / "meta.json").write_text("{", encoding="utf-8")
    assert "sv_core_news_sm" not in {p.name for p in installed_pipelines()}


def test_multilingual_pipeline_serves_languages_without_their_own(
    fake_package: FakePackage,
) -> None:
    fake_package("xx_ent_wiki_sm")
    assert choose_pipeline("ar").name == "xx_ent_wiki_sm"


def test_parser_is_known_from_the_metadata(fake_package: FakePackage) -> None:
    fake_package("sv_core_news_sm", components=("tok2vec", "parser", "ner"))
    assert choose_pipeline("sv").has_parser
    assert not bundled_pipeline().has_parser


def test_missing_language_says_how_to_install_one() -> None:
    with pytest.raises(PipelineError, match="spacy download pl_core_news_sm") as caught:
        choose_pipeline("pl")
    assert "Coding works without" in str(caught.value)


def test_unknown_name_says_how_to_install_it() -> None:
    with pytest.raises(PipelineError, match="spacy download en_core_web_xl"):
        choose_pipeline(None, "en_core_web_xl")


def test_bundled_pipeline_can_be_asked_for_by_name(fake_package: FakePackage) -> None:
    fake_package("en_core_web_sm")
    assert choose_pipeline("en", "news_sm_open").source == "bundled"


def test_folder_can_be_asked_for_by_path(pipeline_folder: Path) -> None:
    pipeline = choose_pipeline(None, str(pipeline_folder))
    assert (pipeline.source, pipeline.path) == ("folder", pipeline_folder.resolve())


def test_folder_without_a_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="not a spaCy pipeline"):
        folder_pipeline(tmp_path)


def test_better_pipeline_is_named_for_the_bundled_one() -> None:
    assert better_pipeline(bundled_pipeline()) == "python -m spacy download en_core_web_lg"


def test_nothing_better_is_named_for_a_large_pipeline(fake_package: FakePackage) -> None:
    fake_package("sv_core_news_lg")
    assert better_pipeline(choose_pipeline("sv")) is None
