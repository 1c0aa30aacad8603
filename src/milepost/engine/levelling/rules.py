"""Priority rules: the order in which a planner would place activities, as keys, for both directions of time.

Latest finish, latest start, most total successors and greatest rank positional weight (Kolisch and Hartmann 1999).
"""

from __future__ import annotations

from milepost.engine.levelling.network import Net, Network


def keys_of(network: Network) -> list[list[int]]:
    """List the keys of every rule along time, then of every rule against it; small keys come first."""
    return [*_rules(network.ahead), *_rules(network.back)]


def tails(net: Net) -> list[int]:
    """Give the longest path from each activity's start to the end, in slots."""
    tail = list(net.duration)
    for p in reversed(range(len(tail))):
        for e in range(net.first[p], net.first[p + 1]):
            tail[net.pred[e]] = max(tail[net.pred[e]], net.lag[e] + tail[p])
    return tail


def _rules(net: Net) -> list[list[int]]:
    count = len(net.duration)
    tail = tails(net)
    longest = max(tail, default=0)
    after, weight = [0] * count, list(net.duration)
    for p in reversed(range(count)):
        for e in range(net.first[p], net.first[p + 1]):
            after[net.pred[e]] |= after[p] | 1 << p
            weight[net.pred[e]] += net.duration[p]
    latest_finish = [longest - tail[p] + net.duration[p] for p in range(count)]
    latest_start = [longest - tail[p] for p in range(count)]
    successors = [count - after[p].bit_count() for p in range(count)]
    heaviest = max(weight, default=0)
    return [latest_finish, latest_start, _scaled(successors, longest), _scaled([heaviest - w for w in weight], longest)]


def _scaled(keys: list[int], longest: int) -> list[int]:
    """Bring keys to the length of the critical path, so that noise disturbs every rule alike."""
    most = max(keys, default=0) or 1
    return [key * longest // most for key in keys]
