"""Web pages: text only. No script runs, no picture, style or address is fetched.

If the page marks its article (<article>, <main>), only that is taken; otherwise the whole body
without navigation, forms and footers. Title, date, author and source come from the page's own
metadata.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from annotator.errors import ImportRefusedError
from annotator.importers.base import Found, Importer, ImportOptions, Source, words
from annotator.importers.dates import read_date
from annotator.importers.document import Document, found_in
from annotator.importers.encoding import decode

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE
)
_NEVER = words(
    "script style noscript template iframe object embed svg math canvas audio video button select "
    "textarea input option head title map datalist dialog"
)
_AROUND = words("nav footer aside menu")
_BLOCKS = words(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody "
    "tfoot thead tr ul caption"
)
_CELLS = words("td th")
_ENOUGH = 200
_BLANKS = re.compile(r"[ \t\r\n\f]+")

_TITLE = ("og:title", "twitter:title", "dc.title", "title", "headline")
_DATE = (
    "article:published_time",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date",
    "dc.date.issued",
    "datepublished",
    "sailthru.date",
    "parsely-pub-date",
    "og:published_time",
)
_AUTHOR = ("author", "article:author", "dc.creator", "parsely-author", "byl")
_SOURCE = ("og:site_name", "dc.publisher", "publisher", "application-name")


def parse_html(source: Source, options: ImportOptions) -> Iterator[Found]:
    """Read a web page that was saved to a file."""
    return found_in(read_html(source, options), source, options)


def read_html(source: Source, options: ImportOptions) -> Document:
    """Make paragraphs and metadata of a web page."""
    root = _parsed(source, options)
    facts = _Facts(root)
    everything = paragraphs_of(root, around=True)
    chosen = _content(root)
    lines = everything if chosen is None else paragraphs_of(chosen)
    title = _title(root, chosen if chosen is not None else root, facts)
    return Document(
        paragraphs=everything,
        text="\n\n".join(lines if chosen is not None else paragraphs_of(root)),
        title=title,
        title_is_mapped=bool(title) and title not in [" ".join(p.split()) for p in lines[:6]],
        date=read_date(facts.first(_DATE)) or read_date(_time(root)),
        source=facts.first(_SOURCE) or None,
        author=facts.first(_AUTHOR) or None,
        url=_address(root) or None,
        language=_language(root),
    )


def _parsed(source: Source, options: ImportOptions) -> _Element:
    from lxml import etree

    data = source.load()
    text = _text(data, source, options)
    # Always as UTF-8: the parser must not follow a declaration that the text no longer obeys.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.replace("\x00", "\ufffd").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise ImportRefusedError(
            f"{source.where}: this is not a web page ({error.msg})."
        ) from error
    if any("depth" in entry.message for entry in parser.error_log):
        options.note(source.where, "its elements are nested so deep that the innermost were left.")
    if root is None:
        raise ImportRefusedError(f"{source.where}: there is no text in it.")
    return root


def _text(data: bytes, source: Source, options: ImportOptions) -> str:
    declared = _CHARSET.search(data[:4096])
    if options.encoding is None and declared and not data.startswith(codecs.BOM_UTF8):
        try:
            name = declared[1].decode("ascii")
            codec = "cp1252" if name.casefold() in ("iso-8859-1", "latin-1", "latin1") else name
            return data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            pass
    decoded = decode(data, source.where, options.encoding)
    if decoded.guessed:
        options.note(source.where, f"read as {decoded.encoding}, which is a guess.")
    return decoded.text.removeprefix("\ufeff")


def paragraphs_of(root: _Element, *, around: bool = False) -> list[str]:
    """Give the visible text block by block; `around` keeps navigation and footers."""
    from lxml import etree

    out = _Lines()
    hidden = 0
    skipped = _NEVER if around else _NEVER | _AROUND
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += name in skipped
            if not hidden:
                out.start(name)
                out.add(element.text)
            continue
        if not hidden:
            out.end(name)
        hidden -= name in skipped
        if not hidden and element is not root:
            out.add(element.tail)
    out.block()
    return out.done


class _Lines:
    """Collects text into paragraphs: blanks collapse, blocks end them, two breaks do too."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._line = ""
        self._verbatim = 0

    def start(self, name: str) -> None:
        if name in _BLOCKS:
            self.block()
            self._verbatim += name == "pre"
        elif name == "br":
            self._line = self._line.rstrip(" ") + "\n"
        elif name in _CELLS and self._line.strip():
            self._line = self._line.rstrip(" ") + "\t"

    def end(self, name: str) -> None:
        if name in _BLOCKS:
            self.block()
            self._verbatim -= name == "pre"

    def add(self, text: str | None) -> None:
        if not text:
            return
        if self._verbatim:
            self._line += text
            return
        text = _BLANKS.sub(" ", text)
        self._line += text.lstrip(" ") if self._line[-1:] in ("", " ", "\n", "\t") else text

    def block(self) -> None:
        for part in re.split(r"\n[ \t]*\n\s*", self._line):
            if part.strip():
                self.done.append(part.strip())
        self._line = ""


def _content(root: _Element) -> _Element | None:
    """Find the element that holds the article, if the page marks one with enough text."""
    main = (e for e in root.iter() if e.get("role") == "main")
    marked = [*root.iter("article"), *root.iter("main"), *main]
    best, size = None, _ENOUGH
    for element in marked[:50]:
        length = sum(map(len, paragraphs_of(element)))
        if length > size:
            best, size = element, length
    return best


class _Facts:
    """The metadata of a page: <meta> elements first, then schema.org data."""

    def __init__(self, root: _Element) -> None:
        self._values: dict[str, str] = {}
        for meta in root.iter("meta"):
            key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
            content = " ".join((meta.get("content") or "").split())
            if key and content:
                self._values.setdefault(key.casefold(), content)
        for script in root.iter("script"):
            if (script.get("type") or "").strip() == "application/ld+json":
                self._read_schema(script.text or "")

    def first(self, names: tuple[str, ...]) -> str:
        return next((self._values[n] for n in names if n in self._values), "")

    def _read_schema(self, text: str) -> None:
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            return
        items = data if isinstance(data, list) else [data]
        for item in items:
            graph = item.get("@graph", [item]) if isinstance(item, dict) else []
            for thing in graph if isinstance(graph, list) else []:
                if isinstance(thing, dict) and "datePublished" in thing:
                    self._keep(thing)

    def _keep(self, thing: dict[str, Any]) -> None:
        for key, name in (("headline", "headline"), ("datePublished", "datepublished")):
            if isinstance(thing.get(key), str):
                self._values.setdefault(name, thing[key])
        for key, name in (("author", "author"), ("publisher", "publisher")):
            value = thing.get(key)
            value = value[0] if isinstance(value, list) and value else value
            value = value.get("name") if isinstance(value, dict) else value
            if isinstance(value, str):
                self._values.setdefault(name, value)


def _title(root: _Element, content: _Element, facts: _Facts) -> str:
    headings = [_plain(h) for h in content.iter("h1")]
    visible = [h for h in headings if h]
    if len(visible) == 1:
        return visible[0]
    page = next((_plain(t) for t in root.iter("title")), "")
    return facts.first(_TITLE) or (visible[0] if visible else page)


def _plain(element: _Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _time(root: _Element) -> str:
    return next((t.get("datetime") or "" for t in root.iter("time") if t.get("datetime")), "")


def _address(root: _Element) -> str:
    links = [e.get("href") or "" for e in root.iter("link") if e.get("rel") == "canonical"]
    links += [e.get("content") or "" for e in root.iter("meta") if e.get("property") == "og:url"]
    return next((link for link in links if link.startswith(("http://", "https://"))), "")


def _language(root: _Element) -> str | None:
    code = (root.get("lang") or "").partition("-")[0].lower()
    return code if code.isalpha() and len(code) in (2, 3) else None


HTML = Importer("html", "Web page", (".html", ".htm", ".xhtml"), parse_html)
