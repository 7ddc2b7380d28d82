"""The pages there are: key -> how to make one. A page appears as a tab once it stands here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ui.actions import ActionRegistry
from ui.pages.actors import ActorsPage
from ui.pages.base import Page
from ui.pages.code.page import CodePage
from ui.pages.codebook import CodebookPage
from ui.pages.export import ExportPage
from ui.session import Session
from ui.theme import Theme

MakePage = Callable[[Session, ActionRegistry, Theme], Page]

PAGE_MAKERS: Mapping[str, MakePage] = {
    "code": CodePage,
    "codebook": CodebookPage,
    "actors": ActorsPage,
    "export": ExportPage,
}
