"""What several tests of the language part need: pipelines, a loaded worker, fake packages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.nlp.labels import LABELS
from annotator.nlp.pipelines import bundled_pipeline
from annotator.nlp.worker import SuggestWorker

if TYPE_CHECKING:
    from spacy.language import Language

TEXT = "Angela Merkel met Barack Obama in Berlin on Monday.\n\nThe United Nations praised Merkel."


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The bundled pipeline with its components, loaded into this process."""
    from annotator.nlp.load import load_pipeline

    p = bundled_pipeline()
    return load_pipeline(p.name, p.path, language=p.language, source=p.source, trusted=True)


@pytest.fixture(scope="module")
def worker() -> Iterator[SuggestWorker]:
    """A worker whose process is loaded once per file; a test that ends it takes its own."""
    with SuggestWorker(bundled_pipeline(), LABELS) as running:
        yield running


@pytest.fixture
def pipeline_folder(tmp_path: Path) -> Path:
    """A copy of the bundled pipeline that a test may spoil."""
    source = bundled_pipeline().path
    assert source is not None
    return Path(shutil.copytree(source, tmp_path / "my_pipeline"))


FakePackage = Callable[..., Path]


@pytest.fixture
def fake_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakePackage:
    """Install an empty pipeline package for this test, as far as its metadata goes."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def install(name: str, *, components: tuple[str, ...] = ("ner",), requires: str = "") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        language, short = name.split("_", 1)
        meta = {"lang": language, "name": short, "version": "3.8.0", "components": components}
        (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
        info = tmp_path / f"{name}-3.8.0.dist-info"
        info.mkdir()
        lines = [f"Name: {name}", "Version: 3.8.0", "Metadata-Version: 2.1"]
        lines += [f"Requires-Dist: {requires}"] if requires else []
        (info / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
        entry = f"[spacy_models]\n{name} = {name}\n"
        (info / "entry_points.txt").write_text(entry, encoding="utf-8")
        return folder

    return install
