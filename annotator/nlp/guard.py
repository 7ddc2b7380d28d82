"""A last line for pipelines the user has not vouched for: the worker refuses what none needs.

`folders.py` reads a folder before it is loaded; this holds while it is loaded and run. Audit hooks
cannot be removed again, so it is installed in the worker process only, never in the program.
"""

from __future__ import annotations

import sys

_REFUSED = {
    "pickle.find_class": "unpickle something",
    "socket.connect": "reach the network",
    "socket.getaddrinfo": "reach the network",
    "subprocess.Popen": "start a program",
    "os.system": "start a program",
    "os.exec": "start a program",
    "os.posix_spawn": "start a program",
    "os.remove": "delete a file",
    "os.rename": "rename a file",
    "shutil.rmtree": "delete a folder",
}
"""Audit event of Python -> what it means, in words."""


class RefusedError(RuntimeError):
    """The pipeline tried to do something that no pipeline needs."""


def refuse_side_effects() -> None:
    """From now on, in this process, nothing is unpickled, fetched, started or deleted."""
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[object, ...]) -> None:  # noqa: ARG001 (Python's signature)
    refused = _REFUSED.get(event)
    if refused is not None:
        raise RefusedError(f"the pipeline tried to {refused}")
