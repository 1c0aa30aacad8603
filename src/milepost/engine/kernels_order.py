"""Sorting rows by key and tasks by their links: what brings a plan into order."""

from __future__ import annotations

from milepost.engine.kernel import Column


def group(keys: Column, first: Column, rows: Column) -> None:
    """Sort rows by a key in 0..n-1: `rows` in order of key, then number; those of key k are first[k] to first[k + 1].

    `first` has n + 1 entries, all zero.
    """
    for key in keys:
        first[key + 1] += 1
    for key in range(1, len(first)):
        first[key] += first[key - 1]
    for row in range(len(keys)):
        key = keys[row]
        rows[first[key]] = row
        first[key] += 1
    for key in range(len(first) - 1, 0, -1):
        first[key] = first[key - 1]
    first[0] = 0


def order(pred: Column, succ: Column, out_first: Column, out: Column, waiting: Column, queue: Column) -> int:
    """Bring tasks into an order in which predecessors come first; returns how many could be.

    `queue` begins with the candidates, which it is overwritten with, those waiting for nobody
    first. The links out of task i are out[out_first[i]:out_first[i + 1]], `waiting` is zero.
    Candidates whose links all lead down stay as they are: neighbours in the plan stay neighbours in memory.
    """
    upward = 0
    for k in range(len(succ)):
        upward += pred[k] >= succ[k]
        waiting[succ[k]] += 1
    if not upward:
        return len(queue)
    count = 0
    for n in range(len(queue)):
        if waiting[queue[n]] == 0:
            queue[count], queue[n] = queue[n], queue[count]
            count += 1
    done = 0
    while done < count:
        i = queue[done]
        done += 1
        for o in range(out_first[i], out_first[i + 1]):
            j = succ[out[o]]
            waiting[j] -= 1
            if waiting[j] == 0:
                queue[count] = j
                count += 1
    return count
