"""The one stylesheet of the window, built from the colour tokens of a theme.

Widgets choose a look by the dynamic property `role`; nothing else in the program sets a colour:

- QLabel: `title heading section muted quote key chip mode error warn ok`
- QPushButton, QToolButton: `primary danger flat link pill tab layer segment`
- QFrame, QWidget: `panel paper bar card line segments field`
- QListView, QTreeView, QTableView: `plain` (no border, on the panel)

A control may carry `invalid`, `prefilled` or `focused` (true) to show its state.
After changing a property at run time call `restyle(widget)`.
"""

from __future__ import annotations

from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.theme import Theme

_SHEET = """
QWidget { color: $ink; font-family: "Inter"; font-size: 13px; }
QMainWindow, QDialog, QWizard { background: $bg; }
QWidget:disabled { color: $faint; }
QToolTip { color: $ink; background: $card; border: 1px solid $control_line; padding: 5px 7px; }

/* frames */
QFrame[role="panel"], QWidget[role="panel"] { background: $panel; }
QFrame[role="paper"], QWidget[role="paper"] { background: $paper; }
QFrame[role="bar"] { background: $panel; border: 0; border-bottom: 1px solid $line; }
QFrame[role="card"] { background: $card; border: 1px solid $line; border-radius: 7px; }
QFrame[role="card"][focused="true"] { border-color: $focus_ring; }
QFrame[role="line"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="field"] { background: $card; border: 1px solid $control_line; border-radius: 5px; }
QFrame[role="field"][focused="true"] { border: 2px solid $focus_ring; }
QFrame[role="field"][invalid="true"] { border-color: $danger; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget { background: transparent; }
QStackedWidget { background: transparent; }

/* labels */
QLabel { background: transparent; }
QLabel[role="title"] { font-size: 17px; font-weight: 600; }
QLabel[role="heading"] { font-size: 13px; font-weight: 600; }
QLabel[role="section"] { font-size: 10.5px; color: $muted; letter-spacing: 0.8px; }
QLabel[role="muted"] { font-size: 12px; color: $muted; }
QLabel[role="quote"] { font-family: "Noto Serif"; font-style: italic; color: $muted; }
QLabel[role="mode"] { font-size: 11.5px; font-weight: 600; color: $accent; }
QLabel[role="error"] { color: $danger; }
QLabel[role="warn"] { color: $warn; }
QLabel[role="ok"] { color: $ok; }
QLabel[role="chip"] { background: $chip; border-radius: 4px; padding: 1px 6px; font-size: 12px;
  max-height: 18px; }
QLabel[role="key"] { background: $key_bg; color: $muted; font-size: 11px; padding: 0 4px;
  border: 1px solid $control_line; border-bottom-width: 2px; border-radius: 4px; min-width: 9px;
  max-height: 17px; }

/* buttons */
QPushButton, QToolButton { background: $card; border: 1px solid $control_line; border-radius: 6px;
  padding: 4px 12px; min-height: 19px; }
QToolButton { padding: 4px 8px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QToolButton:open { background: $accent_soft; }
QPushButton:checked, QToolButton:checked { background: $accent_soft; color: $accent;
  border-color: $accent; }
QPushButton:focus, QToolButton:focus { border: 2px solid $focus_ring; padding: 3px 11px; }
QToolButton:focus { padding: 3px 7px; }
QPushButton:disabled, QToolButton:disabled { background: transparent; border-color: $line; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: url($down); width: 12px;
  height: 12px; subcontrol-position: right center; subcontrol-origin: padding; right: 4px; }
QPushButton[role="primary"] { background: $accent; color: $accent_ink; border-color: $accent;
  font-weight: 500; }
QPushButton[role="primary"]:hover { border-color: $ink; }
QPushButton[role="primary"]:focus { border: 2px solid $ink; }
QPushButton[role="primary"]:disabled { background: $chip; color: $faint; border-color: $line; }
QPushButton[role="danger"] { color: $danger; border-color: $danger; }
QPushButton[role="flat"], QToolButton[role="flat"] { background: transparent;
  border-color: transparent; }
QPushButton[role="flat"]:hover, QToolButton[role="flat"]:hover { background: $hover; }
QPushButton[role="flat"]:focus, QToolButton[role="flat"]:focus { border-color: $focus_ring; }
QPushButton[role="link"], QToolButton[role="link"] { background: transparent; color: $accent;
  border: 1px solid transparent; padding: 1px 2px; min-height: 0; text-align: left;
  font-size: 12px; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus, QToolButton[role="link"]:focus { border: 1px solid $focus_ring; }
QPushButton[role="pill"], QToolButton[role="pill"] { border-color: $line; }
QPushButton[role="pill"]:focus, QToolButton[role="pill"]:focus { border-color: $focus_ring; }
QPushButton[role="layer"], QToolButton[role="layer"] { border-color: $line; font-weight: 500; }
QPushButton[role="layer"]:focus, QToolButton[role="layer"]:focus { border-color: $focus_ring; }
QPushButton[role="tab"], QToolButton[role="tab"] { background: transparent; color: $muted;
  border: 1px solid transparent; padding: 5px 12px; }
QPushButton[role="tab"]:hover, QToolButton[role="tab"]:hover { background: $hover; }
QPushButton[role="tab"]:checked, QToolButton[role="tab"]:checked { background: $accent_soft;
  color: $accent; font-weight: 600; }
QPushButton[role="tab"]:focus, QToolButton[role="tab"]:focus { border: 1px solid $focus_ring;
  padding: 5px 12px; }

/* segmented choices */
QFrame[role="segments"] { background: $card; border: 1px solid $control_line;
  border-radius: 6px; }
QFrame[role="segments"][focused="true"] { border: 1px solid $focus_ring; }
QPushButton[role="segment"], QToolButton[role="segment"] { background: transparent; border: 0;
  border-right: 1px solid $line; border-radius: 0; padding: 4px 3px; font-size: 12px;
  min-height: 17px; }
QPushButton[role="segment"][last="true"], QToolButton[role="segment"][last="true"] {
  border-right: 0; }
QPushButton[role="segment"]:hover, QToolButton[role="segment"]:hover { background: $hover; }
QPushButton[role="segment"]:checked, QToolButton[role="segment"]:checked {
  background: $accent_soft; color: $accent; font-weight: 600; }
QPushButton[role="segment"]:focus, QToolButton[role="segment"]:focus {
  border: 2px solid $focus_ring; padding: 2px 1px; }

/* inputs */
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QComboBox {
  background: $card; border: 1px solid $control_line; border-radius: 5px; padding: 4px 8px;
  selection-background-color: $selection; selection-color: $ink;
  placeholder-text-color: $faint; }
QLineEdit, QAbstractSpinBox, QComboBox { min-height: 18px; }
QAbstractSpinBox { padding: 4px 2px 4px 6px; }
QAbstractSpinBox QLineEdit { border: 0; padding: 0; background: transparent; }
QPlainTextEdit, QTextEdit { padding: 3px 5px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QDateEdit:focus, QComboBox:focus, QComboBox:on { border: 2px solid $focus_ring;
  padding: 3px 7px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 2px 4px; }
QLineEdit:read-only { background: $panel; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] {
  border-color: $danger; }
QLineEdit[prefilled="true"], QComboBox[prefilled="true"], QPlainTextEdit[prefilled="true"] {
  border-style: dashed; color: $muted; }
QLineEdit[role="search"] { border-color: $control_line; border-radius: 6px; }
QLineEdit[role="bare"] { border: 0; background: transparent; padding: 0; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: url($down); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $control_line; outline: 0;
  padding: 3px; selection-background-color: $accent_soft; selection-color: $ink; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 18px;
  background: transparent; }
QAbstractSpinBox::up-arrow { image: url($up); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url($down); width: 12px; height: 12px; }
QCheckBox, QRadioButton { spacing: 7px; background: transparent; padding: 2px;
  border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus_ring; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator,
QGroupBox::indicator { width: 15px; height: 15px; background: $card;
  border: 1px solid $control_line; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked,
QGroupBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {
  background: $accent; border-color: $accent; image: url($dash); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url($dot); }
QSlider::groove:horizontal { height: 3px; background: $control_line; border-radius: 1px; }
QSlider::handle:horizontal { width: 14px; margin: -6px 0; border-radius: 7px;
  background: $accent; }
QProgressBar { background: $chip; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px;
  text-align: center; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

/* lists and tables */
QListView, QTreeView, QTableView { background: $card; border: 1px solid $line; border-radius: 6px;
  outline: 0; alternate-background-color: $panel; gridline-color: $line;
  selection-background-color: $accent_soft; selection-color: $ink; }
QListView[role="plain"], QTreeView[role="plain"], QTableView[role="plain"] {
  background: transparent; border: 0; border-radius: 0; }
QListView::item, QTreeView::item { padding: 4px 8px; border: 0; }
QTableView::item { padding: 3px 8px; border: 0; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected {
  background: $accent_soft; color: $ink; }
QListView:focus, QTreeView:focus, QTableView:focus { border-color: $focus_ring; }
QListView[role="plain"]:focus, QTreeView[role="plain"]:focus { border: 0; }
QTableView::item:focus { border: 1px solid $focus_ring; }
QHeaderView { background: $panel; border: 0; }
QHeaderView::section { background: $panel; color: $muted; border: 0; font-size: 12px;
  font-weight: 500; border-bottom: 1px solid $line; padding: 5px 8px; }
QTableCornerButton::section { background: $panel; border: 0; }

/* menus, bars, tabs */
QMenuBar { background: $panel; }
QMenuBar::item { padding: 4px 9px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $accent_soft; color: $accent; }
QMenu { background: $card; border: 1px solid $control_line; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $accent; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 6px; }
QMenu::indicator:checked { image: url($tick); }
QMenu::right-arrow { image: url($right); width: 12px; height: 12px; }
QStatusBar { background: $panel; border-top: 1px solid $line; color: $muted; font-size: 11.5px; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { color: $muted; font-size: 11.5px; }
QStatusBar QLabel[role="mode"] { color: $accent; font-weight: 600; }
QStatusBar QLabel[role="error"] { color: $danger; font-weight: 600; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; color: $muted; padding: 6px 12px;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { color: $ink; }
QGroupBox { border: 1px solid $line; border-radius: 7px; margin-top: 9px; padding-top: 9px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: $muted; }

/* slim scroll bars */
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $control_line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

/* the article */
ReaderView { background: $paper; border: 0; border-radius: 0; padding: 0; }
ReaderView:focus { border: 0; padding: 0; }
"""

_ICONS = ("check", "dash", "dot", "down", "up", "right", "tick", "close")


def stylesheet(theme: Theme) -> str:
    """The application's stylesheet in the colours of the theme."""
    colours = {
        name: value for name in theme.__slots__ if isinstance(value := getattr(theme, name), str)
    }
    return Template(_SHEET).substitute(colours, **{i: icon_path(i, theme) for i in _ICONS})


def icon_path(name: str, theme: Theme) -> str:
    """Path of a small bundled picture in the colours of the theme, as Qt writes paths."""
    return str(files("resources.icons") / f"{name}_{theme.name}.svg").replace("\\", "/")


def restyle(widget: QWidget) -> None:
    """Let the stylesheet look at the widget's properties again."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
