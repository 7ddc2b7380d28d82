"""What happens inside the worker process, tried in this one."""

from __future__ import annotations

import subprocess
import sys

from spacy.language import Language
from spacy.tokens import Doc

from annotator.nlp.worker_main import answers


@Language.component("raises_on_bad_text")
def raises_on_bad_text(doc: Doc) -> Doc:
    if "bad" in doc.text:
        raise ValueError("cannot\nread this")
    return doc


def test_text_that_fails_loses_only_its_own_answer() -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("raises_on_bad_text")
    got = list(answers(nlp, ["good", "bad", "good"], {}, "en"))
    assert got[0] == got[2] == ["result", []]
    assert got[1][0] == "unread"
    assert "cannot read this" in got[1][1]


def test_nothing_is_unpickled_in_a_guarded_process() -> None:
    code = (
        "import pickle, collections; from annotator.nlp.guard import refuse_side_effects;"
        "data = pickle.dumps(collections.OrderedDict()); refuse_side_effects(); pickle.loads(data)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "tried to unpickle" in done.stderr


def test_network_is_out_of_reach_in_a_guarded_process() -> None:
    code = (
        "import socket; from annotator.nlp.guard import refuse_side_effects;"
        "refuse_side_effects(); socket.create_connection(('127.0.0.1', 9))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "tried to reach the network" in done.stderr
