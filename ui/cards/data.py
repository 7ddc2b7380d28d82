"""What a card shows, free of widgets and of the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["code", "suggestion"]


@dataclass(frozen=True, slots=True)
class Chip:
    """One value on a card."""

    text: str
    entity: str = ""
    """Code key of an entity type: its colour. Empty for codes and other values."""
    joint: str = ""
    """What stands before it: "→" from who acts to whom it concerns, "·" between groups."""
    muted: bool = False
    """Not confirmed, or a missing state."""


@dataclass(frozen=True, slots=True)
class CardData:
    """One code or suggestion beside its passage."""

    uid: str
    layer: str
    title: str
    colour: str
    quote: str
    chips: tuple[Chip, ...] = ()
    status: str = ""
    role: Role = "code"
    incomplete: bool = False
    flagged: bool = False
    note: str = ""
    article_level: bool = False

    def spoken(self) -> str:
        """The card as a screen reader says it."""
        chips = " ".join(f"{chip.joint} {chip.text}".strip() for chip in self.chips)
        flags = "flagged" if self.flagged else ""
        parts = (self.title, self.status, flags, self.quote, chips, self.note)
        return ", ".join(part for part in parts if part)
