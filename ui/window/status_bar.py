"""The line at the bottom: mode, saved, counts, codebook, background work, pipeline."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from ui.stylesheet import restyle

MODE_WIDTH = 76
"""Room for the longest mode, so that nothing moves when the mode changes."""


class ProgressStrip(QWidget):
    """What is being done in the background, how far, how long still, and Cancel."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._started = 0.0
        self._build()
        self.hide()

    def _build(self) -> None:
        self._text = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(90)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._rest = QLabel()
        self._cancel = QPushButton("Cancel")
        self._cancel.setProperty("role", "link")
        self._cancel.setAccessibleName("Cancel the background work")
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._cancel.clicked.connect(self.cancel_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._text, self._bar, self._rest, self._cancel):
            row.addWidget(part)

    def show_progress(self, text: str, done: int, total: int) -> None:
        """Show how far it is; a total of 0 means: not known yet."""
        if self.isHidden():
            self._started = monotonic()
        self._text.setText(text)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._rest.setText(self._time_left(done, total))
        self.show()

    def finish(self) -> None:
        self.hide()

    def _time_left(self, done: int, total: int) -> str:
        if total <= 0:
            return ""
        share = f"{100 * done // total} %"
        if not done:
            return share
        seconds = (monotonic() - self._started) * (total - done) / done
        return f"{share} · {seconds_text(seconds)} left"


class StatusBar(QStatusBar):
    """The status line of the window."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(26)
        self._build()

    def _build(self) -> None:
        self._mode = QLabel()
        self._mode.setProperty("role", "mode")
        self._mode.setMinimumWidth(MODE_WIDTH)
        self._saved, self._counts, self._codebook, self._pipeline = (QLabel() for _ in range(4))
        self._place = QLabel()
        for part in (self._mode, self._saved, self._counts, self._codebook, self._place):
            part.setContentsMargins(8, 0, 8, 0)
            self.addWidget(part)
        self.progress = ProgressStrip()
        self.progress.cancel_wanted.connect(self.cancel_wanted)
        self.addPermanentWidget(self.progress)
        self._pipeline.setContentsMargins(8, 0, 8, 0)
        self.addPermanentWidget(self._pipeline)
        for part, name in (
            (self._mode, "Mode"),
            (self._saved, "Saving"),
            (self._counts, "Counts"),
            (self._codebook, "Codebook version"),
            (self._pipeline, "Language pipeline"),
            (self._place, "Note"),
        ):
            part.setAccessibleName(name)

    @property
    def mode(self) -> str:
        return self._mode.text()

    @property
    def saved(self) -> str:
        return self._saved.text()

    def set_mode(self, mode: str) -> None:
        self._mode.setText(mode)

    def set_saved(self, text: str, *, loud: bool = False) -> None:
        self._saved.setText(text)
        self._saved.setProperty("role", "error" if loud else "")
        restyle(self._saved)

    def set_counts(self, text: str) -> None:
        self._counts.setText(text)

    def set_codebook(self, text: str) -> None:
        self._codebook.setText(text)

    def set_pipeline(self, text: str, tip: str = "") -> None:
        self._pipeline.setText(text)
        self._pipeline.setToolTip(tip)

    def set_place(self, text: str) -> None:
        """A short word on where one is ("3 of 12 hits")."""
        self._place.setText(text)


def seconds_text(seconds: float) -> str:
    """A duration as people say it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"
