"""The draft codebook of the project, and its frozen versions."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace

from annotator.codebook.model import Code, Codebook, Field, Layer
from annotator.errors import ProjectError
from annotator.project.reader import Reader


def codebook(reader: Reader, version: int | None = None) -> Codebook:
    """The draft codebook, or a frozen version of it.

    Raises:
        ProjectError: there is no such version.
    """
    if version is not None:
        body = reader.value("SELECT body FROM codebook WHERE version = ?", (version,))
        if body is None:
            raise ProjectError(f"The codebook has no version {version}.")
        return Codebook.from_json(json.loads(body))
    codes: defaultdict[str, list[Code]] = defaultdict(list)
    for row in reader.all("SELECT uid, field, spec FROM code ORDER BY ord"):
        codes[row["field"]].append(replace(Code.from_json(json.loads(row["spec"])), uid=row["uid"]))
    fields: defaultdict[str, list[Field]] = defaultdict(list)
    for row in reader.all("SELECT uid, layer, spec FROM field ORDER BY ord"):
        field = Field.from_json(json.loads(row["spec"]), codes[row["uid"]])
        fields[row["layer"]].append(replace(field, uid=row["uid"]))
    layers = [
        replace(Layer.from_json(json.loads(row["spec"]), fields[row["uid"]]), uid=row["uid"])
        for row in reader.all("SELECT uid, spec FROM layer ORDER BY ord")
    ]
    head = json.loads(reader.value("SELECT settings FROM project")).get("codebook", {})
    return Codebook(
        name=head.get("name", "project"),
        title=head.get("title", "Codebook"),
        layers=tuple(layers),
        version=int(head.get("version", 1)),
        description=head.get("description", ""),
        licence=head.get("licence", ""),
        source=head.get("source", ""),
    )


def codebook_versions(reader: Reader) -> list[int]:
    """Numbers of the frozen versions, oldest first."""
    return [int(r[0]) for r in reader.all("SELECT version FROM codebook ORDER BY version")]
