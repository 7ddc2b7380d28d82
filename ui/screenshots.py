"""Pictures of every page and state, drawn without a screen: for README, help, and for looking.

Each picture exists light and dark, and at 150 %. The sample study is built in a folder of its own;
nothing of the user's is read or written.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = (1440, 900)
NARROW = (1040, 760)
LAPTOP = (1093, 614)
"""1366 x 768 at 125 %."""
LARGE_SCALE = "1.5"
ARTICLE = "Harbour talks resume as strikes widen"
SETTLE_ROUNDS = 12
AGREEMENT_ROW = 6
BACKGROUND_ROUNDS = 60
"""Enough for agreement and counts, which are computed in the background."""


def render_all(folder: Path) -> list[Path]:
    """Draw everything into the folder; the files, sorted."""
    folder.mkdir(parents=True, exist_ok=True)
    for scale in ("1", LARGE_SCALE):
        large = {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [sys.executable, "-m", "ui.screenshots", str(folder.resolve())],
            env={**os.environ, **large},
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            from annotator.errors import ProjectError

            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise ProjectError(f"The pictures could not be drawn: {last}")
    return sorted(folder.glob("*.png"))


def render(folder: Path, *, suffix: str = "") -> None:
    """Draw every state in this process, at the scale it was started with."""
    with _home_of_its_own() as home:
        from annotator.sample import build_sample
        from ui.app import make_app

        app = make_app(["annotator"])
        study = home / "truce.annot"
        build_sample(study)
        for theme in ("light", "dark"):
            scene = _Scene(folder, f"-{theme}{suffix}", study, theme)
            for draw in _SCENES:
                draw(scene)
            scene.close()
        app.processEvents()


@contextmanager
def _home_of_its_own() -> Iterator[Path]:
    from annotator.paths import HOME_VARIABLE

    before = os.environ.get(HOME_VARIABLE)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        os.environ[HOME_VARIABLE] = name
        try:
            yield Path(name)
        finally:
            os.environ.pop(HOME_VARIABLE, None)
            if before is not None:
                os.environ[HOME_VARIABLE] = before


class _Scene:
    """A window to be brought into a state and photographed."""

    def __init__(self, folder: Path, ending: str, study: Path, theme: str) -> None:
        from annotator.settings import Settings
        from ui.main_window import MainWindow

        self.folder = folder
        self.ending = ending
        self.study = study
        settings = Settings(theme="dark" if theme == "dark" else "light", suggest_on_open=False)
        self.window = MainWindow(settings)
        self.window.resize(*SIZE)
        self.window.show()

    def open(self, path: Path | None = None) -> None:
        """Open the study (or another project) as Coder A."""
        self.window.open_project(path or self.study, "Coder A")
        self.settle()

    def settle(self) -> None:
        from PySide6.QtCore import QCoreApplication, QEvent

        for _ in range(SETTLE_ROUNDS):
            QCoreApplication.processEvents()
            time.sleep(0.005)  # lets the threads in the background have their turn
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def shoot(self, name: str) -> None:
        """Take the picture."""
        self.settle()
        self.window.grab().save(str(self.folder / f"{name}{self.ending}.png"))

    def key(self, text: str) -> None:
        """Press a key in the text."""
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        QTest.keySequence(self.window.pages["code"].reader, QKeySequence(text))  # type: ignore[attr-defined]
        self.settle()

    def open_article(self, title: str = ARTICLE) -> None:
        from annotator.project import queries

        session = self.window.session
        assert session is not None
        article = queries.find_article(session.reader, title)
        if article is not None:
            self.window.pages["code"].open_article(article.uid, 0)  # type: ignore[attr-defined]
        self.settle()

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self.settle()


def _welcome(scene: _Scene) -> None:
    scene.shoot("welcome")


def _reading(scene: _Scene) -> None:
    scene.open()
    scene.open_article()
    scene.shoot("code-reading")
    scene.key("Tab")
    scene.shoot("code-suggestion")


def _form(scene: _Scene) -> None:
    """The picture of the README: an article being coded, a form open beside its passage."""
    page = scene.window.pages["code"]
    scene.open_article()
    codes = [c for c in page.desk.codes if c.layer in ("stance", "claim", "event")]  # type: ignore[attr-defined]
    shown = next((c for c in codes if c.layer == "stance"), codes[0] if codes else None)
    if shown is not None:
        page.make_current(shown.uid)  # type: ignore[attr-defined]
        page.open_form(shown.uid)  # type: ignore[attr-defined]
    scene.shoot("code")
    page.cards.form.escape()  # type: ignore[attr-defined]
    page.cards.form.escape()  # type: ignore[attr-defined]
    scene.settle()


def _full_article(scene: _Scene) -> None:
    scene.open_article("Border crossing closed after drone hit")
    scene.shoot("code-finished")


def _sizes(scene: _Scene) -> None:
    scene.open_article()
    for name, size in (("code-laptop", LAPTOP), ("code-narrow", NARROW)):
        scene.window.resize(*size)
        scene.shoot(name)
    scene.window.resize(*SIZE)


def _boxes(scene: _Scene) -> None:
    window = scene.window
    window.palette_box.open()
    scene.shoot("palette")
    window.palette_box.hide()
    window.show_page("code")
    if window.session is not None:
        window.find_panel.field.setText("truce")
        window.find_panel.open(window.session)
        scene.shoot("find")
        window.find_panel.hide()
    from ui.window.palette import CheatSheet

    sheet = CheatSheet(window.actions_table, window)
    sheet.show()
    scene.settle()
    sheet.grab().save(str(scene.folder / f"keys{scene.ending}.png"))
    sheet.close()


def _pages(scene: _Scene) -> None:
    from ui.pages.registry import PAGE_MAKERS

    for key in PAGE_MAKERS:
        if key != "code":
            scene.window.show_page(key)
            for _ in range(BACKGROUND_ROUNDS):
                scene.settle()
            if key == "agreement":
                scene.window.page.table.selectRow(AGREEMENT_ROW)  # type: ignore[union-attr]
            scene.shoot(key)
    scene.window.show_page("code")


def _troubles(scene: _Scene) -> None:
    """No articles; open for reading only; not saved."""
    from annotator.codebook.load import load_template
    from annotator.commands.coders import add_coder
    from annotator.project.store import Store

    empty = scene.study.with_name(f"empty{scene.ending}.annot")
    with Store.create(empty, codebook=load_template("news")) as store:
        store.run("Add coder", add_coder, "Coder A", coder=None)
    scene.open(empty)
    scene.shoot("no-articles")
    scene.window.close_project()
    with Store.open(scene.study):
        scene.open()
        scene.shoot("read-only")
        scene.window.close_project()
    scene.open()
    if scene.window.session is not None:
        scene.window.session.save_failed.emit("The disk is full: the last action was not saved.")
        scene.shoot("not-saved")
        scene.window.banner.reset()


_SCENES: tuple[Callable[[_Scene], None], ...] = (
    _welcome,
    _reading,
    _form,
    _full_article,
    _sizes,
    _boxes,
    _pages,
    _troubles,
)


def main() -> None:
    """`python -m ui.screenshots FOLDER`, at the scale of QT_SCALE_FACTOR."""
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    render(Path(sys.argv[1]), suffix="" if scale == "1" else f"-{round(float(scale) * 100)}")


if __name__ == "__main__":
    main()
