"""Where sentences end: English news first, then the other scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.text.segment import segment


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in segment(text).sentences]


# "|" stands where a sentence must end; it and the blanks around it are not in the text.
ENGLISH = [
    "“We will win,” Peskov said. |“Wait.”",
    "“Today, I met him,” Zelensky said in his Monday address. |“Umerov said so.”",
    '"We will win," he said. |"We must."',
    "“Stop!” he shouted. |Nobody did.",
    "“Why?” Peskov asked. |Nobody knew.",
    "“Why now?” President Donald Trump asked on Monday. |Silence.",
    "“Did you go?” |“I did.”",
    "He said: “We came. |We saw.” |Then he left.",
    "U.S. President Donald Trump met U.N. Secretary-General Guterres in Washington, D.C., today.",
    "He lives in the U.S. |The talks failed.",
    "It was made in the U.S. and sold.",
    "Mr. Smith and Dr. J. K. Rowling met Gen. Lee in St. Petersburg. |They talked.",
    "George W. Bush won. |Al Gore lost.",
    "Talks begin at 5 p.m. Monday. |They end at 6 p.m. |Ministers fly home.",
    "It starts at 10 a.m. Moscow time. |Be there.",
    "Apple Inc. Chief Executive Tim Cook spoke. |Shares rose.",
    "He works at Acme Corp. |The firm denied it.",
    "It rose 3.5 percent to 50,000.25 points. |Markets cheered.",
    "See No. 5 and Fig. 3. |They differ.",
    "On Sept. 11 it fell. |In Jan. the war began.",
    "In 2011 it rose. |5 people died.",
    "Well... I think so. |He paused… |Then he went on.",
    "He left … and returned.",
    "The treaty [...] The end.",
    "The text ended.[1] |The next began. [2, 3] |More.",
    "The war ended.|The next day was calm.",
    "Visit www.example.com or example.org. |Then write to a.b@example.com now.",
    "(He left early.) |She stayed (see p. 5) until late.",
    "What happened?! |Nobody knows!!! |Nothing.",
    "Yahoo! Inc. bought it. |Fine.",
    "1. Background and aims",
    "He asked why. |iPhone sales fell.",
    "The plan—a “severe” one—failed. |So did B.",
    "The U.N.’s envoy, e.g. Mr. Annan, i.e. the U.N. envoy, left vs. stayed.",
    "Roe v. Wade fell. |States acted.",
    "“It was,” he said, “over.” |She agreed.",
]
OTHER = [
    "Le M. Dupont a dit : « Stop ! » a-t-il crié. |Puis il est parti.",
    "Il vit à Paris. |« C'est bien. » |Elle part.",
    "Am 3. Oktober kam Dr. Müller, z.B. mit dem Zug. |Er ging.",
    "„Wir kommen.“ |Dann schwieg er.",
    "¿Qué pasa? |¡Nada! |El Sr. Pérez y la Sra. López salieron.",
    "他們來了。|她走了！|真的嗎？|是。",
    "“我不知道。”他说。|记者走了。",
    "「行く。」と述べた。|彼は帰った。",
    "M 7.1などとしている。|次は？",
    "ما هذا؟ |قال د. محمد ذلك. |انتهى.",
    "यह है। |वह गया।",
    "یہ ہے۔ |وہ گیا۔",
]


@pytest.mark.parametrize("marked", ENGLISH + OTHER)
def test_sentence_ends(marked: str) -> None:
    expected = [part.strip() for part in marked.split("|")]
    assert sentences(marked.replace("|", "")) == expected


def test_line_ends_the_sentence_without_a_full_stop() -> None:
    text = "War in Ukraine\n\nTalks resume\nThe talks began.  He came.\n"
    expected = ["War in Ukraine", "Talks resume", "The talks began.", "He came."]
    assert sentences(text) == expected


WRAPPED = """\
   The minister told reporters on Tuesday that the talks, which had been
delayed twice, would be held in the capital before the end of the month and
that nobody was to expect a breakthrough. "We are at the beginning," he
said, adding that two rounds were planned.

   The opposition called the announcement a manoeuvre. It said the cabinet
had known of the date for weeks.
"""


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    got = [" ".join(s.split()) for s in sentences(WRAPPED)]
    assert [s[:20] for s in got] == [
        "The minister told re",
        '"We are at the begin',
        "The opposition calle",
        "It said the cabinet ",
    ]
    assert len(segment(WRAPPED).paragraphs) == 2


def test_lists_and_verse_stay_lines() -> None:
    text = "\n".join(["Roses are red and that is that", "Violets blue", "Sugar is sweet", "So"] * 3)
    assert len(sentences(text)) == 12


@pytest.mark.shared
def test_the_standard_article(shared: Path) -> None:
    text = (shared / "articles/peace_talks.txt").read_text("utf-8")
    got = sentences(text)
    assert len(got) == 30
    assert got[3].endswith("U.S. pressure for a ceasefire.")
    assert got[5].startswith("“Today, I discussed") and got[5].endswith("Monday evening address.")
    assert got[6] == "“Umerov reported that the meeting is scheduled for Wednesday.”"
    assert (
        got[9]
        == "“We don’t expect a miraculous breakthrough,” Kremlin spokesperson Dmitry Peskov said."
    )
    assert got[15] == "Escalation on the Ground"
    assert got[29].endswith("however slowly.")


@pytest.mark.shared
def test_sentences_of_a_treebank(shared: Path) -> None:
    """Four news articles whose sentences people have marked: 9 of 10 exactly so."""
    texts = {}
    for line in (shared / "articles/articles.jsonl").read_text("utf-8").strip().split("\n"):
        article = json.loads(line)
        texts[article["origin"].rpartition("/")[2].removesuffix(".conllu")] = article["text"]
    hits = total = 0
    for path in sorted((shared / "samples/annotated/gum_wikinews").glob("*.tsv")):
        if path.stem not in texts:
            continue
        got = {"".join(s.split()) for s in sentences(texts[path.stem])}
        lines = path.read_text("utf-8").split("\n")
        gold = ["".join(t[6:].split()) for t in lines if t.startswith("#Text=")]
        hits += sum(g in got for g in gold)
        total += len(gold)
    assert total > 90
    assert hits / total > 0.9
