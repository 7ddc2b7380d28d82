"""The pages there are: key -> how to make one. A page appears as a tab once it stands here.

Each is imported when it is first wanted: a start of the program pays for the Code page only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ui.actions import ActionRegistry
from ui.pages.base import Page
from ui.pages.code.page import CodePage
from ui.session import Session
from ui.theme import Theme

MakePage = Callable[[Session, ActionRegistry, Theme], Page]


def _codebook(session: Session, actions: ActionRegistry, theme: Theme) -> Page:
    from ui.pages.codebook import CodebookPage

    return CodebookPage(session, actions, theme)


def _actors(session: Session, actions: ActionRegistry, theme: Theme) -> Page:
    from ui.pages.actors import ActorsPage

    return ActorsPage(session, actions, theme)


def _agreement(session: Session, actions: ActionRegistry, theme: Theme) -> Page:
    from ui.pages.agreement import AgreementPage

    return AgreementPage(session, actions, theme)


def _export(session: Session, actions: ActionRegistry, theme: Theme) -> Page:
    from ui.pages.export import ExportPage

    return ExportPage(session, actions, theme)


PAGE_MAKERS: Mapping[str, MakePage] = {
    "code": CodePage,
    "codebook": _codebook,
    "actors": _actors,
    "agreement": _agreement,
    "export": _export,
}
