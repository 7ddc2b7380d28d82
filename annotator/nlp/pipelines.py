"""Which language pipelines there are and which one to use. Never imports spaCy.

An installed pipeline is a package that registers itself in the entry points `spacy_models`; what
it can do stands in the `meta.json` beside its code, so a list costs milliseconds and the window is
there long before spaCy is. The bundled English pipeline is a folder in `resources/models`; a
user's own pipeline is any folder spaCy wrote, after `folders.py` has looked through it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from annotator.errors import PipelineError
from annotator.nlp.folders import problems_of_folder
from annotator.nlp.languages import (
    MULTILINGUAL,
    language_code,
    language_name,
    offered_pipeline,
)

Source = Literal["installed", "bundled", "folder"]

BUNDLED = "news_sm_open"
DEFAULT_LANGUAGE = "en"
WITHOUT = "Coding works without suggestions, too."

_SIZES = ("trf", "lg", "md", "sm")
"""Best first: the last part of the names of spaCy's pipelines."""
_ENTITY_COMPONENTS = {"ner", "beam_ner", "entity_ruler", "span_ruler"}
_PARSERS = {"parser", "beam_parser"}


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One language pipeline that could be loaded."""

    name: str
    version: str
    path: Path | None
    """The folder to load; None for an installed package, which is loaded by its name."""
    language: str
    source: Source
    has_parser: bool
    trusted: bool
    """May run code of its own: installed packages may, folders only with the user's word."""

    @property
    def label(self) -> str:
        """The pipeline as messages name it: "en_core_web_sm 3.8.0"."""
        return f"{self.name} {self.version}".strip()


def bundled_pipeline() -> Pipeline:
    """The English news pipeline that comes with the program."""
    return _from_meta(Path(str(files("resources.models").joinpath(BUNDLED))), "bundled")


def folder_pipeline(folder: Path, *, trusted: bool = False) -> Pipeline:
    """A pipeline in a folder of the user.

    Raises:
        PipelineError: no pipeline is there, or it asks for code or pickles and is not trusted.
    """
    if not (folder / "meta.json").is_file() or not (folder / "config.cfg").is_file():
        raise PipelineError(
            f"{folder} is not a spaCy pipeline: meta.json or config.cfg is missing.",
            "Choose the folder that spaCy's to_disk or train wrote (often model-best).",
        )
    found = [] if trusted else problems_of_folder(folder)
    if found:
        raise PipelineError(
            f"The pipeline in {folder} was not loaded: {'; '.join(found)}.",
            "Load it as trusted only if you know who made it: it can run any program.",
        )
    return _from_meta(folder, "folder", trusted=trusted)


def installed_pipelines() -> list[Pipeline]:
    """Every installed pipeline that finds entities and can be loaded here, and the bundled one.

    Sorted by language, best first. Packages whose requirements are missing are left out.
    """
    found = {p.name: p for p in map(_from_package, _packages()) if p is not None}
    return sorted([*found.values(), bundled_pipeline()], key=lambda p: (p.language, _rank(p)))


def choose_pipeline(
    language: str | None = None, name: str | None = None, *, trusted: bool = False
) -> Pipeline:
    """The pipeline asked for by name or folder, else the best one for a language.

    Args:
        language: a code or name ("de", "en-GB", "German"); None means English.
        name: an installed package, "news_sm_open", or the path of a folder.
        trusted: the user vouches for the folder.

    Raises:
        PipelineError: there is none; says how to get one.
    """
    if name:
        return _named(name, trusted)
    code = language_code(language or DEFAULT_LANGUAGE)
    ranked = [p for p in installed_pipelines() if p.language == code]
    ranked += [p for p in installed_pipelines() if p.language == MULTILINGUAL]
    if not ranked:
        raise PipelineError(
            f"There is no language pipeline for {language_name(code)}.", _how_to_install(code)
        )
    return ranked[0]


def better_pipeline(pipeline: Pipeline) -> str | None:
    """How to get a better pipeline than this one; None where spaCy offers none."""
    offered = offered_pipeline(pipeline.language)
    size = pipeline.name.rsplit("_", 1)[-1]
    if offered is None or (pipeline.source == "installed" and size != "sm"):
        return None
    return f"python -m spacy download {offered.removesuffix('_sm')}_lg"


def _named(name: str, trusted: bool) -> Pipeline:
    if name in (BUNDLED, "bundled"):
        return bundled_pipeline()
    for pipeline in installed_pipelines():
        if pipeline.name == name:
            return pipeline
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder_pipeline(folder.resolve(), trusted=trusted)
    raise PipelineError(
        f"There is no language pipeline named {name}.",
        f"Install it with 'python -m spacy download {name}', or name a folder that holds one. "
        "'annotator models' lists what is installed.",
    )


def _how_to_install(code: str) -> str:
    offered = offered_pipeline(code) or f"{MULTILINGUAL}_ent_wiki_sm"
    kind = "" if offered_pipeline(code) else " (spaCy's pipeline for many languages)"
    return f"Install one with 'python -m spacy download {offered}'{kind}. {WITHOUT}"


def _rank(pipeline: Pipeline) -> tuple[bool, int, str]:
    """Smallest is best: installed before bundled, then by size."""
    size = pipeline.name.rsplit("_", 1)[-1]
    by_size = _SIZES.index(size) if size in _SIZES else len(_SIZES)
    return pipeline.source == "bundled", by_size, pipeline.name


def _packages() -> Iterable[tuple[str, metadata.Distribution]]:
    for entry in metadata.entry_points(group="spacy_models"):
        if entry.dist is not None:
            yield entry.value.partition(":")[0], entry.dist


def _from_package(package: tuple[str, metadata.Distribution]) -> Pipeline | None:
    module, distribution = package
    where = Path(str(distribution.locate_file(module)))
    try:
        meta = _read_meta(where)
    except PipelineError:
        return None
    if not _finds_entities(meta) or not _requirements_met(distribution):
        return None
    return _pipeline(meta, module, None, "installed", trusted=True)


def _from_meta(folder: Path, source: Source, *, trusted: bool = False) -> Pipeline:
    meta = _read_meta(folder)
    name = str(meta.get("name") or folder.name)
    return _pipeline(meta, name, folder, source, trusted=trusted)


def _pipeline(
    meta: dict[str, Any], name: str, path: Path | None, source: Source, *, trusted: bool
) -> Pipeline:
    return Pipeline(
        name=name,
        version=str(meta.get("version", "")),
        path=path,
        language=str(meta.get("lang", "")),
        source=source,
        has_parser=not _PARSERS.isdisjoint(_components(meta)),
        trusted=trusted,
    )


def _read_meta(folder: Path) -> dict[str, Any]:
    """`meta.json` of a folder.

    Raises:
        PipelineError: it is missing or no JSON object.
    """
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise PipelineError(f"{folder / 'meta.json'} cannot be read: {error}.") from error
    if not isinstance(meta, dict):
        raise PipelineError(f"{folder / 'meta.json'} holds no description of a pipeline.")
    return meta


def _components(meta: dict[str, Any]) -> set[str]:
    listed = meta.get("components") or meta.get("pipeline") or []
    disabled = set(meta.get("disabled") or [])
    return {str(name) for name in listed} - disabled if isinstance(listed, list) else set()


def _finds_entities(meta: dict[str, Any]) -> bool:
    labels = meta.get("labels")
    with_labels = {k for k, v in labels.items() if v} if isinstance(labels, dict) else set()
    return not _ENTITY_COMPONENTS.isdisjoint(_components(meta) | with_labels)


def _requirements_met(distribution: metadata.Distribution) -> bool:
    """Whether everything the package requires is installed in a version it accepts."""
    from packaging.requirements import InvalidRequirement, Requirement

    for line in distribution.requires or ():
        try:
            needed = Requirement(line)
        except InvalidRequirement:
            continue
        if needed.marker is not None and not needed.marker.evaluate({"extra": ""}):
            continue
        try:
            present = metadata.version(needed.name)
        except metadata.PackageNotFoundError:
            return False
        if not needed.specifier.contains(present, prereleases=True):
            return False
    return True
