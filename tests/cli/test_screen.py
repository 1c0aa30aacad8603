"""What a file says can never steer the terminal."""

from __future__ import annotations

import pytest

from milepost.cli.screen import Cell, Column, clean, show_table


def test_control_characters_become_blanks() -> None:
    assert clean("Deploy\x1b[2J\tnow\n") == "Deploy [2J now "


def test_piped_table_is_tab_separated_and_whole(capsys: pytest.CaptureFixture[str]) -> None:
    show_table([Column("Id"), Column("Task")], [["1", Cell("x" * 300, "bad")], ["2", "a\tb"]])
    assert capsys.readouterr().out == f"Id\tTask\n1\t{'x' * 300}\n2\ta b\n"
