"""The `milepost` command: words in, answers out."""

from __future__ import annotations

import gc
import signal
import sys
from typing import Annotated

import typer

from milepost import __version__
from milepost.cli.ask import ask
from milepost.cli.assign import assign
from milepost.cli.convert import convert
from milepost.cli.demo import demo
from milepost.cli.do import do
from milepost.cli.level import level
from milepost.cli.login import login
from milepost.cli.mcp import mcp
from milepost.cli.money import money
from milepost.cli.outcome import answering
from milepost.cli.quality import quality
from milepost.cli.receipt import receipt
from milepost.cli.recover import recover
from milepost.cli.review import review
from milepost.cli.sample import sample
from milepost.cli.schedule import schedule
from milepost.cli.serve import migrate, serve, web, worker
from milepost.cli.simulate import simulate
from milepost.cli.speaking import AS_TYPED
from milepost.cli.verify_journal import verify_journal
from milepost.cli.why import why

HELP = """
Read the plan you already have and say what an excellent project manager would say about it.

\b
Start here:
  milepost sample                          review the plan that ships with Milepost
  milepost review plan.mpp                 your own: Microsoft Project, Primavera P6, XML, CSV, XLSX ...
  milepost review plan.mpp --html out.html a page to send to your sponsor

\b
Then ask:
  milepost why plan.mpp 42                 why does task 42 start when it does?
  milepost schedule plan.xer --csv         every task with its dates and float
  milepost level plan.mpp                  who is in two places, and the plan in which nobody is
  milepost assign plan.mpp 42              who could do task 42, and what follows from each choice
  milepost simulate plan.milepost          how sure dates and cost are, and what moves them
  milepost money plan.milepost             budget, value, cost and forecast, account by account
  milepost recover plan.mpp --target 2027-01-18  ways to end by then, and what each costs and risks
  milepost quality plan.xml                the DCMA 14-point assessment
  milepost receipt plan.mpp                what was kept, approximated and dropped when reading
  milepost convert plan.xer plan.xml       write Microsoft Project XML, CSV, XLSX or Milepost's archive

\b
Or let a team live in it:
  milepost serve                           the pages and everything behind them, at http://localhost:8000
  milepost web, milepost worker            the same as processes of their own, as many as you need
  milepost migrate                         bring the database up to date
  milepost do change_duration --project PORTAL --task T-4 --duration 3d
                                           every command; --preview only says what it would do
  milepost ask portfolio                   every query; do and ask speak to a --server too
  milepost login --server URL              keep a token for a server
  milepost mcp                             let an assistant work with it (Model Context Protocol)
  milepost verify-journal                  is everything in the journal as it was written?

\b
Exit codes: 0 all well; 1 findings at or above --fail-on; 2 usage, or a file that cannot be read;
3 a plan that cannot be scheduled; 4 something unexpected; 130 stopped by Ctrl-C.
Piped output is plain; NO_COLOR is respected. Nothing leaves your machine.
"""


app = typer.Typer(
    name="milepost",
    help=HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        typer.echo(f"milepost {__version__}")
        raise typer.Exit


@app.callback()
def milepost(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Keep the options of `milepost` itself."""


for command in (
    review,
    schedule,
    why,
    level,
    assign,
    simulate,
    money,
    recover,
    quality,
    receipt,
    convert,
    sample,
    demo,
    serve,
    web,
    worker,
    migrate,
    login,
    mcp,
    verify_journal,
):
    app.command()(answering(command))
for command in (do, ask):
    app.command(context_settings=AS_TYPED)(answering(command))


def main() -> None:
    """Run the command line."""
    # A run reads a plan, keeps all of it and ends: looking for garbage as often as usual finds none and costs a tenth.
    gc.set_threshold(200_000, 20, 100)
    if hasattr(signal, "SIGPIPE"):
        # A reader that has seen enough (`| head`) ends us quietly.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


if __name__ == "__main__":
    main()
