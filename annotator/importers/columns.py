"""Which column of a table is the title, the text, the date ...: by its header, in many languages.

A header matches whole, without regard to case, blanks, hyphens and underscores. Nothing is taken
from the contents: a wrong column read as the text would be worse than a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.errors import ImportRefusedError

PARTS = ("title", "text", "date", "source", "author", "url", "language")

_NAMES: dict[str, str] = {
    "title": (
        "title headline heading header articletitle titel überschrift schlagzeile titre título "
        "titular titolo titulo kop заголовок 标题 標題 タイトル 見出し العنوان hd hl subject"
    ),
    "text": (
        "text fulltext articletext body articlebody bodytext content contents article story "
        "maintext freetext volltext artikel artikeltext inhalt beitrag texte contenu corps texto "
        "contenido cuerpo testo conteúdo tekst inhoud текст 正文 内容 內容 文本 本文 テキスト النص"
    ),
    "date": (
        "date pubdate publicationdate publisheddate datepublished published publishedat day "
        "datum erscheinungsdatum datedepublication datepublication fecha fechadepublicación data "
        "дата 日期 日付 التاريخ pd"
    ),
    "source": (
        "source sourcename newspaper outlet publication publicationtitle publisher medium media "
        "journal paper quelle zeitung quotidien fuente periódico diario medio fonte giornale "
        "jornal bron krant источник 来源 來源 媒体 出典 المصدر"
    ),
    "author": (
        "author authors byline writer journalist autor autoren verfasser auteur auteurs autores "
        "autora autore автор 作者 記者 著者 الكاتب by"
    ),
    "url": "url link permalink weblink webaddress articleurl lien enlace адрес 链接 網址 الرابط",
    "language": "language lang sprache langue idioma lingua taal язык 语言 語言",
}


def _key(header: str) -> str:
    return "".join(c for c in header.casefold() if c.isalnum())


_PART_OF = {_key(name): part for part, names in _NAMES.items() for name in names.split()}


def guess_columns(headers: Sequence[str]) -> dict[str, int]:
    """Map the parts of an article to column numbers by the usual names; the first match counts."""
    found: dict[str, int] = {}
    for number, header in enumerate(headers):
        part = _PART_OF.get(_key(header))
        if part is not None:
            found.setdefault(part, number)
    return found


def map_columns(
    headers: Sequence[str], chosen: Mapping[str, str] | None, where: str
) -> dict[str, int]:
    """Map parts to column numbers, as chosen or by the usual names.

    Raises:
        ImportRefusedError: a chosen column is missing, or no column holds the text.
    """
    listed = ", ".join(h for h in headers if h.strip()) or "none"
    if chosen:
        numbers = {header.strip(): i for i, header in reversed(list(enumerate(headers)))}
        missing = [header for header in chosen.values() if header.strip() not in numbers]
        if missing:
            raise ImportRefusedError(
                f"{where}: there is no column {missing[0]!r}.", f"The columns are: {listed}."
            )
        found = {part: numbers[header.strip()] for part, header in chosen.items() if header}
    else:
        found = guess_columns(headers)
    if "text" not in found:
        raise ImportRefusedError(
            f"{where}: no column is named “text” (or body, content, article ...).",
            f"The columns are: {listed}. Rename one, or say which holds the text.",
        )
    return found
