"""Is a pipeline folder of unknown origin harmless? Answered by reading it, not by loading it.

A spaCy pipeline is data as long as its config names only functions that spaCy itself brings and
its files are JSON, msgpack and arrays. A config may, however, name any registered function, and
pickles run whatever they were told to. So everything outside the short lists below needs the
user's word. Loading is guarded once more by `guard.py`.
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from pathlib import Path

# fmt: off
FACTORIES = frozenset([
    "tok2vec", "ner", "beam_ner", "entity_ruler", "future_entity_ruler", "span_ruler",
    "tagger", "morphologizer", "parser", "beam_parser", "senter", "sentencizer",
    "lemmatizer", "trainable_lemmatizer", "attribute_ruler", "entity_linker",
    "spancat", "spancat_singlelabel", "span_finder", "textcat", "textcat_multilabel",
    "merge_entities", "merge_noun_chunks", "merge_subtokens", "token_splitter", "doc_cleaner",
    "news_consistency", "news_sents",
])
# fmt: on
"""Component factories of spaCy and of this program; none of them runs code from a folder."""

# fmt: off
_CODE = frozenset([
    ".py", ".pyc", ".pyd", ".pyo", ".so", ".dll", ".dylib", ".exe", ".bat", ".cmd", ".sh", ".ps1",
    ".pkl", ".pickle", ".joblib", ".pt", ".pth", ".ckpt",
    ".whl", ".egg", ".zip", ".tar", ".gz", ".jar",
])
# fmt: on
_OWN = ("spacy.", "spacy-legacy.")
"""Registered functions spaCy brings begin with one of these."""
_LOADED = ("nlp", "components", "paths", "system")
"""Sections of the config that are read on loading; those for training spaCy leaves alone."""
_REFERENCE = re.compile(r"\$\{\s*(\w*)")
_HIDDEN_CALL = re.compile(r"""["'](@|\\u0040)""", re.IGNORECASE)
MAX_CONFIG = 1 << 20
"""Bytes; a real config has some thousand."""


def problems_of_folder(folder: Path) -> list[str]:
    """Why this folder is not plain data; empty if it is. Sorted, each said once."""
    found = {*_problems_of_files(folder), *_problems_of_config(folder / "config.cfg")}
    return sorted(found)


def _problems_of_files(folder: Path) -> Iterator[str]:
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            yield f"{name} points outside the folder"
        elif path.is_file() and (path.suffix.lower() in _CODE or _is_pickle(path)):
            yield f"{name} can hold code"


def _is_pickle(path: Path) -> bool:
    """A pickle of protocol 2-5 begins with 80 and its number; no file of spaCy's does."""
    with path.open("rb") as file:
        head = file.read(2)
    return len(head) == 2 and head[0] == 0x80 and 2 <= head[1] <= 5


def _problems_of_config(path: Path) -> Iterator[str]:
    try:
        config = _read_config(path)
    except (OSError, ValueError, configparser.Error) as error:
        yield f"its config.cfg cannot be read ({str(error).splitlines()[0]})"
        return
    for section in config.sections():
        if section.split(".")[0] in _LOADED:
            yield from _problems_of_section(section, dict(config.items(section)))


def _read_config(path: Path) -> configparser.ConfigParser:
    if path.stat().st_size > MAX_CONFIG:
        raise ValueError("it is far too long")
    config = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    config.optionxform = str  # type: ignore[assignment,method-assign]
    config.read_string(path.read_text(encoding="utf-8"))
    return config


def _problems_of_section(section: str, entries: dict[str, str]) -> Iterator[str]:
    is_component = section.startswith("components.") and section.count(".") == 1
    factory = entries.get("factory", "").strip("\"'")
    if is_component and factory not in FACTORIES:
        yield f"its component '{section.partition('.')[2]}' needs code this program does not know"
    for key, value in entries.items():
        plain = value.strip().strip("\"'")
        if key.startswith("@") and (key == "@callbacks" or not plain.startswith(_OWN)):
            yield f"its config calls '{plain}'"
        elif "://" in plain:
            yield f"its config names an address ({plain})"
        elif _HIDDEN_CALL.search(value):
            yield f"its config hides a call in [{section}]"
        elif any(name not in _LOADED for name in _REFERENCE.findall(value)):
            yield f"its config takes a part of [{section}] from elsewhere"
