"""Numbers for long lists that stay put, so that fingers can learn them.

A list of more than nine values numbers nine of them: at first the first nine, later those in use.
A value keeps its number until another one needs it: then the number used longest ago is given away,
all others stay. Renumbering by recency would move every key after every choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SLOTS = 9


class RecentSlots:
    """Nine numbered places for the values of one field."""

    def __init__(self, keys: Sequence[str], recent: Iterable[str] = ()) -> None:
        self._slots = list(keys[:SLOTS])
        self._used: list[str] = []
        for key in reversed([key for key in recent if key in keys][:SLOTS]):
            self.use(key)

    def use(self, key: str) -> None:
        """Note that the value was chosen; it has a number from now on."""
        if key in self._used:
            self._used.remove(key)
        self._used.insert(0, key)
        if key in self._slots:
            return
        if len(self._slots) < SLOTS:
            self._slots.append(key)
        else:
            self._slots[self._slots.index(self._oldest())] = key

    def numbered(self, offered: Sequence[str]) -> list[str]:
        """The values offered now that have a number, in the order of their numbers.

        Where the list offers other values than before (it depends on another field), free numbers
        go to the first values without one.
        """
        self._slots = [key for key in self._slots if key in offered]
        for key in offered:
            if len(self._slots) >= SLOTS:
                break
            if key not in self._slots:
                self._slots.append(key)
        return list(self._slots)

    def _oldest(self) -> str:
        """The value whose number goes: a never used one from the end, else the longest unused."""
        unused = [key for key in self._slots if key not in self._used]
        if unused:
            return unused[-1]
        return max(self._slots, key=self._used.index)
