"""Folders of unknown origin: plain data is accepted, everything else is named and refused."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from annotator.errors import PipelineError
from annotator.nlp.folders import problems_of_folder
from annotator.nlp.pipelines import folder_pipeline


def add_to_config(folder: Path, lines: str) -> None:
    path = folder / "config.cfg"
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")


def test_plain_pipeline_is_accepted(pipeline_folder: Path) -> None:
    assert problems_of_folder(pipeline_folder) == []


@pytest.mark.shared
def test_hostile_sample_is_refused(shared: Path) -> None:
    with pytest.raises(PipelineError, match="was not loaded"):
        folder_pipeline(shared / "samples/hostile/28_model")


@pytest.mark.parametrize("name", ["functions.py", "vocab/vectors.pkl", "ner/model.PT", "a.so"])
def test_file_that_can_hold_code_is_refused(pipeline_folder: Path, name: str) -> None:
    (pipeline_folder / name).write_bytes(b"x")
    assert any(name in problem for problem in problems_of_folder(pipeline_folder))


def test_pickle_under_an_innocent_name_is_refused(pipeline_folder: Path) -> None:
    (pipeline_folder / "ner" / "extra").write_bytes(pickle.dumps({"a": 1}))
    assert problems_of_folder(pipeline_folder) == ["ner/extra can hold code"]


def test_link_out_of_the_folder_is_refused(pipeline_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    try:
        (pipeline_folder / "link").symlink_to(tmp_path / "secret")
    except OSError:
        pytest.skip("no symbolic links here")
    assert problems_of_folder(pipeline_folder) == ["link points outside the folder"]


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ('\n[components.evil]\nfactory = "evil"\n', "evil"),
        ('\n[components.x]\nsource = "en_core_web_sm"\n', "'x'"),
        ('\n[components.ner.model.more]\n@misc = "evil.v1"\n', "evil.v1"),
        ('\n[nlp.before]\n@callbacks = "spacy.read.v1"\n', "spacy.read.v1"),
        ('\n[components.ner.data]\nvectors = "http://127.0.0.1/v"\n', "address"),
        ('\n[components.ner.data]\nvalue = {"@misc": "evil"}\n', "hides"),
        ('\n[components.ner.data]\nvalue = {"\\u0040misc": "evil"}\n', "hides"),
        ("\n[components.ner.data]\nvalue = ${training.logger}\n", "elsewhere"),
        ('\n[paths.more]\n@misc = "evil.v1"\n', "evil.v1"),
        ("\n[nlp\n", "cannot be read"),
    ],
)
def test_config_that_asks_for_code_is_refused(pipeline_folder: Path, lines: str, word: str) -> None:
    add_to_config(pipeline_folder, lines)
    assert word in "; ".join(problems_of_folder(pipeline_folder))


def test_trusted_folder_is_not_examined(pipeline_folder: Path) -> None:
    (pipeline_folder / "functions.py").write_text("", encoding="utf-8")
    assert folder_pipeline(pipeline_folder, trusted=True).trusted
