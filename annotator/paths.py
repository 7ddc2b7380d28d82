"""Where the program keeps its own files: settings, log, the sample study's working copy.

One place decides this, so that no other module builds such a path. `ANNOTATOR_HOME` moves
everything into one folder (portable use, tests).
"""

from __future__ import annotations

import os
from pathlib import Path

APP_NAME = "Annotator"
HOME_VARIABLE = "ANNOTATOR_HOME"


def _home() -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) if home else None


def config_folder() -> Path:
    """The folder of the user's settings (not created here)."""
    from platformdirs import user_config_path

    return _home() or user_config_path(APP_NAME, appauthor=False)


def data_folder() -> Path:
    """The folder of the user's own copy of the sample study (not created here)."""
    from platformdirs import user_data_path

    return _home() or user_data_path(APP_NAME, appauthor=False)


def log_folder() -> Path:
    """The folder of the log (not created here)."""
    from platformdirs import user_log_path

    return _home() or user_log_path(APP_NAME, appauthor=False)


def settings_file() -> Path:
    return config_folder() / "settings.json"


def log_file() -> Path:
    return log_folder() / "annotator.log"


def documents_folder() -> Path:
    """Where a file dialog starts when nothing better is known."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()


def backup_folder() -> Path:
    """The folder that holds the backups of all projects (not created here)."""
    return data_folder() / "backups"


def view_file() -> Path:
    """Where the window remembers what was open in which project."""
    return config_folder() / "views.json"
