"""What a new project holds before anybody codes: its codebook and one open main round."""

from __future__ import annotations

from annotator.codebook.model import Codebook
from annotator.project.step import Step, new_uid, to_json


def set_up_project(step: Step, *, title: str, codebook: Codebook) -> None:
    """Write the project row, the codebook (also as its first frozen version) and the main round."""
    step.put(
        "project",
        new_uid(),
        title=title,
        created=step.at,
        settings={"codebook": _head(codebook)},
    )
    write_codebook(step, codebook)
    body = to_json(codebook.without_uids().to_json())
    step.add_codebook_version(codebook.version, codebook.sha256(), body)
    step.put("round", new_uid(), name="Main coding", kind="main", codebook_version=codebook.version)


def write_codebook(step: Step, codebook: Codebook) -> None:
    """Write layers, fields and codes of a codebook into an empty draft."""
    for place, layer in enumerate(codebook.layers):
        layer_uid = new_uid()
        step.put("layer", layer_uid, key=layer.key, ord=place, spec=_spec(layer.to_json()))
        for nth, field in enumerate(layer.fields):
            field_uid = new_uid()
            step.put(
                "field",
                field_uid,
                layer=layer_uid,
                key=field.key,
                ord=nth,
                spec=_spec(field.to_json()),
            )
            for rank, code in enumerate(field.codes):
                step.put(
                    "code",
                    new_uid(),
                    field=field_uid,
                    key=code.key,
                    parent=code.parent,
                    ord=rank,
                    spec=_spec(code.to_json()),
                )


def _spec(data: dict[str, object]) -> dict[str, object]:
    return {k: v for k, v in data.items() if k != "uid"}


def _head(codebook: Codebook) -> dict[str, object]:
    return {
        "name": codebook.name,
        "title": codebook.title,
        "version": codebook.version,
        "description": codebook.description,
        "licence": codebook.licence,
        "source": codebook.source,
    }
