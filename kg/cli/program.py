"""The application object, and the one place where errors become a line and an exit status.

========  ====================================================================
status    when
========  ====================================================================
0         done; a build that skipped some articles counts, and names them
1         what was asked cannot be done; one line on standard error says why
2         the command line itself is wrong
130       interrupted
143       terminated by another program, which ``kg build`` tells
========  ====================================================================
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from kg import __version__
from kg.cli.help import sections, usage
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["INTERRUPTED", "TERMINATED", "Terminated", "app", "fail"]

INTERRUPTED = 130
"""128 and the number of SIGINT, as shells have it."""

TERMINATED = 143
"""The same for SIGTERM."""


class Terminated(BaseException):
    """Another program has asked this one to end."""


class _Plain:
    """Reads the value of a parameter; in place of typer's own way where the value is right as it stands.

    Typer has pydantic read every value, and pydantic takes a tenth of a second to import.
    """

    def __init__(self, parameter: Any) -> None:  # noqa: ANN401 - the type of parameters is not public
        self.parameter = parameter

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401 - as typer has it
        wanted = self.parameter.type_descriptor
        given = isinstance(value, str)  # all else is a default, or a flag
        if value is None:
            return () if self.parameter.multiple or self.parameter.nargs == -1 else None
        if isinstance(wanted.annotation, type) and wanted.parameter_info.parser is None:
            if isinstance(value, wanted.annotation) and (wanted.annotation is str or not given):
                return value
            if given and wanted.annotation is Path and not wanted.parameter_info.exists:
                return Path(value)
        return type(self.parameter).get_runtime_param(self.parameter).coerce(value, param=param, ctx=ctx)


def _read_plainly(parameters: Iterable[Any]) -> None:
    for parameter in parameters:
        parameter.get_runtime_param = partial(_Plain, parameter)


class Command(TyperCommand):
    """A command whose plain parameters are read plainly."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - the type of the context is not public
        """Read the command line of the command."""
        _read_plainly(self.get_params(ctx))
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            mistake: Any = error
            mistake.ctx = getattr(error, "ctx", None) or ctx  # an option without its value does not say whose it is
            raise

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401 - the type of the context is not public
        """What the command takes, for the first line of its help."""
        return usage(super().collect_usage_pieces(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - their types are not public
        """Write the arguments and the options, in the order of the command's."""
        for heading, records in sections(self.get_params(ctx), ctx).items():
            with formatter.section(heading):
                formatter.write_dl(records)


class Commands(TyperGroup):
    """The group of all commands, which turns every mistake of a user into one line."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - the type of the context is not public
        """Read the command line before the name of the command."""
        _read_plainly(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        *_args: object,
        **extra: Any,  # noqa: ANN401 - passed on as it is
    ) -> NoReturn:
        """Run a command line and leave with the exit status that the module names; an empty one shows the help."""
        extra["standalone_mode"] = False
        try:
            status = super().main(
                list(sys.argv[1:] if args is None else args) or ["--help"], prog_name or "kg", **extra
            )
        except KgError as error:
            fail(str(error))
        except typer.TyperException as error:
            fail(_usage(error), status=2)
        except Terminated:
            fail("terminated; nothing was changed", status=TERMINATED)
        except (KeyboardInterrupt, typer.Abort):
            status = INTERRUPTED
        except OSError as error:
            fail(f"{error.filename or 'the system'}: {error.strerror or error}; mend that and run the command again")
        if status == INTERRUPTED:
            fail("interrupted; nothing was changed", status=INTERRUPTED)
        sys.exit(status if isinstance(status, int) else 0)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 - the type of the context is not public
        """The command of a name; while a shell completes a line, one whose parameters offer what they take."""
        command = super().get_command(ctx, cmd_name)
        if command is not None and ctx.resilient_parsing:
            from kg.cli.complete import attach

            attach(command)
        return command

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the type of the context is not public
        """Run the command; when the reader of its output has left (``kg … | head``), stop without a word."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still buffered
            raise typer.Exit from None
        return result


def _usage(error: typer.TyperException) -> str:
    """A mistake in the command line, with where to read how it goes."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "kg"
    message = error.format_message().rstrip(".")
    return f"{message}; see {command} --help"


def fail(message: str, *, status: int = 1) -> NoReturn:
    """Print a message on standard error and leave."""
    typer.echo(f"kg: {message}", err=True)
    sys.exit(status)


app = typer.Typer(
    cls=Commands,
    name="kg",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain text: it reads the same in a pipe, a log and a narrow window
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback(epilog="Start with: kg build ARTICLES -o out")
def kg(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Read a folder of articles and give a knowledge graph whose every edge carries the sentence that says so."""
