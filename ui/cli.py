"""The entry point `annotator`: reads the command line and calls one command.

Exit codes: 0 done, 1 a problem the user can act on (one line on stderr), 2 wrong usage. Nothing
heavy is imported here; Qt only inside the commands that open a window.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeAlias

from annotator import __version__
from annotator.errors import CancelledError, ProjectError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    options = _parser().parse_args(arguments)
    _use_utf8()
    try:
        module, function = options.command
        command: Callable[[argparse.Namespace], int] = getattr(
            importlib.import_module(f"ui.terminal.{module}"), function
        )
        code = command(options)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except ProjectError as error:
        print(f"annotator: {error}", file=sys.stderr)
        return 1
    except CancelledError:
        print("annotator: cancelled; nothing was kept of it.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("annotator: interrupted.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        _drop_output()
        return 1
    except OSError as error:
        place = error.filename or "the output"
        reason = (error.strerror or str(error)).lower()
        print(f"annotator: {place} cannot be read or written ({reason}).", file=sys.stderr)
        _drop_output()
        return 1
    except UnicodeEncodeError:
        print("annotator: a name holds bytes that are no text. Rename it.", file=sys.stderr)
        return 1


def _drop_output() -> None:
    """Forget what cannot be printed, so that the end of the program does not try again."""
    try:
        sys.stdout.flush()
    except OSError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _use_utf8() -> None:
    """Quotes and names print everywhere: in old consoles, and names that are no text as well."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="annotator",
        description="Code events, stances and claims in news articles.",
        epilog="Without a command the program opens.",
    )
    parser.add_argument("--version", action="version", version=f"annotator {__version__}")
    parser.set_defaults(command=("app", "start"))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for define in (
        _app_commands,
        _project_commands,
        _article_commands,
        _code_commands,
        _agreement_commands,
    ):
        define(commands)
    return parser


_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _command(
    commands: _Commands, name: str, help: str, target: tuple[str, str], *, project: bool = True
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help)
    parser.set_defaults(command=target)
    if project:
        parser.add_argument("project", metavar="PROJECT", help="the project file, NAME.annot")
    parser.add_argument("--json", action="store_true", help="print machine-readable results")
    return parser


def _app_commands(commands: _Commands) -> None:
    demo = _command(
        commands,
        "demo",
        "open the sample study (a copy of your own)",
        ("app", "demo"),
        project=False,
    )
    demo.add_argument(
        "--screenshots", metavar="DIR", help="draw every page into DIR instead, without a screen"
    )
    opened = _command(commands, "open", "open a project", ("app", "open_project"))
    opened.add_argument("--coder", metavar="NAME", help="who codes")


def _project_commands(commands: _Commands) -> None:
    new = _command(commands, "new", "make a project", ("project", "new"))
    new.add_argument("--codebook", metavar="NAME|FILE", help="a template or a .toml file (news)")
    new.add_argument(
        "--from", dest="source", metavar="FILE.jsonl", help="a project exported as JSON lines"
    )
    new.add_argument("--coder", metavar="NAME", help="the first coder")
    _command(
        commands, "check", "look for anything wrong in a project; repairs nothing",
        ("project", "check"),
    )  # fmt: skip
    backup = _command(commands, "backup", "make a verified copy", ("project", "backup"))
    backup.add_argument("out", metavar="OUT", help="the copy, or a folder for it")


def _article_commands(commands: _Commands) -> None:
    read = _command(commands, "import", "bring articles in", ("articles", "import_files"))
    read.add_argument("files", metavar="FILE", nargs="+", help="files, folders or patterns")
    read.add_argument("--format", default="auto", help="read all files as this format")
    read.add_argument("--encoding", help="encoding of text files (else detected)")
    read.add_argument("--dry-run", action="store_true", help="say what would come in")
    read.add_argument(
        "--duplicates", action="store_true", help="also bring in texts the project has already"
    )
    suggest = _command(
        commands, "suggest", "let the language pipeline suggest entities", ("language", "suggest")
    )
    suggest.add_argument("--model", metavar="NAME|PATH", help="a pipeline other than the best one")
    suggest.add_argument("--jobs", type=_positive, default=1, metavar="N", help="processes (1)")
    suggest.add_argument("--again", action="store_true", help="also articles that were read before")
    suggest.add_argument(
        "--trust", action="store_true", help="load a pipeline folder although it brings code"
    )
    _command(
        commands, "models", "list the language pipelines", ("language", "models"), project=False
    )


def _code_commands(commands: _Commands) -> None:
    codes = _command(commands, "codes", "list codes", ("codes", "codes"))
    codes.add_argument("--coder", metavar="NAME", help="only this coder's")
    codes.add_argument("--layer", metavar="L", help="only this layer's")
    add = _command(commands, "add", "add a code (for scripts)", ("codes", "add"))
    add.add_argument("--article", required=True, metavar="A", help="title or uid")
    add.add_argument("--layer", required=True, metavar="L")
    add.add_argument("--start", type=int, metavar="N", help="first code point of the passage")
    add.add_argument("--end", type=int, metavar="N", help="code point after the last")
    add.add_argument("--coder", required=True, metavar="NAME", help="added where new")
    add.add_argument("--field", action="append", default=[], metavar="k=v", help="repeatable")
    export = _command(commands, "export", "write the codes to a file", ("codes", "export"))
    export.add_argument("out", metavar="OUT")
    export.add_argument("--format", help="else by the name's ending")
    export.add_argument("--without-text", action="store_true", help="leave the article texts out")
    edited = _command(
        commands, "apply", "take edits of an exported workbook back", ("edits", "apply")
    )
    edited.add_argument("workbook", metavar="WORKBOOK.xlsx")
    edited.add_argument("--coder", metavar="NAME", help="whose codes were edited")
    edited.add_argument("--dry-run", action="store_true", help="only say what would change")


def _agreement_commands(commands: _Commands) -> None:
    agreement = _command(
        commands,
        "agreement",
        "compare what the coders of a round have finished",
        ("agreement", "agreement"),
    )
    agreement.add_argument(
        "--round", metavar="R", help="else the reliability round, or the main one without it"
    )
    agreement.add_argument("--coders", metavar="A,B", help="only these (names, with commas)")
    agreement.add_argument("--report", metavar="OUT", help="write a report: .md, .docx or .xlsx")
    agreement.add_argument(
        "--units", metavar="DIR", help="also write the units, and scripts that compute them again"
    )
    agreement.add_argument(
        "--seed", type=int, default=2025, metavar="N", help="of the intervals (2025)"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


if __name__ == "__main__":
    sys.exit(main())
