"""`milepost ask`: every question to the record from the terminal."""

from __future__ import annotations

from milepost.cli.answers import show_answer
from milepost.cli.screen import say
from milepost.cli.speaking import Typed, as_text, speak
from milepost.cli.words import Record, Wish


def ask(typed: Typed = None) -> None:
    """Ask the record: milepost ask QUERY --project CODE --argument value ...

    `milepost ask --help` lists the queries, `milepost ask QUERY --help` tells its arguments.
    """
    speak("ask", typed, _asked)


def _asked(record: Record, wish: Wish) -> None:
    answer = record.ask(wish)
    if wish.json:
        say(as_text(answer))
    else:
        show_answer(answer)
