"""The address the server listens at."""

from __future__ import annotations

import socket

from milepost.config.serving import listening


def test_answers_are_not_held_back_until_the_reader_confirms_their_first_part() -> None:
    with listening("127.0.0.1", 0) as taken, socket.create_connection(taken.getsockname()):
        accepted, _ = taken.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
