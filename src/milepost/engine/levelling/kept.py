"""A plan that levelling leaves as it is, because it is levelled already and nothing better was found."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.levelling.answer import Proposal
from milepost.engine.levelling.levelled import Binding, ChainStep, Levelled, Move, OneMore, Option, Residual
from milepost.engine.notices import Notice
from milepost.engine.overload import overload
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTimes


@dataclass
class Kept:
    """Answers for the plan as it is; what binds and what would help is known from the search that found no better."""

    proposal: Proposal
    now: Schedule

    def plan(self) -> Plan:
        """Give the plan unchanged."""
        return self.now.plan

    def announced(self) -> dict[Uid, tuple[Instant, Instant]]:
        """Give start and finish by task as they are."""
        return {dates.uid: (dates.start, dates.finish) for dates in self.now.tasks if not dates.summary}

    def lower_bound(self) -> tuple[Minutes, bool]:
        """Give the bound of the search, and whether the plan meets it."""
        bound = min(self.proposal.lower_bound()[0], span(self.now))
        return bound, span(self.now) <= bound

    def moves(self) -> tuple[Move, ...]:
        """Nothing moves."""
        return ()

    def binding(self) -> tuple[Binding, ...]:
        """Give who binds each week."""
        return self.proposal.binding()

    def residual(self) -> tuple[Residual, ...]:
        """Nothing is left over-allocated."""
        return ()

    def frontier(self) -> tuple[Option, ...]:
        """Give the one point there is: nothing moved."""
        return (Option(0, self.now.finish, 0),)

    def one_more(self) -> tuple[OneMore, ...]:
        """Give what one more of each would buy against the plan as it is."""
        gained = (
            OneMore(each.resource, each.skill, each.finish, each.gained - self._behind())
            for each in self.proposal.one_more()
        )
        return tuple(each for each in gained if each.gained > 0)

    def _behind(self) -> Minutes:
        """Working minutes that the search's best ends after the plan."""
        times = WorkTimes(self.now.plan)
        return times.of_calendar(None).working(self.now.finish, self.proposal.finish)

    def chain(self) -> tuple[ChainStep, ...]:
        """Give the resource-critical chain."""
        return self.proposal.chain()

    def notices(self) -> tuple[Notice, ...]:
        """Give what cannot be met."""
        return self.proposal.notices()


def span(now: Schedule) -> Minutes:
    """Count the working minutes of the project's calendar from the plan's base to its finish."""
    return WorkTimes(now.plan).of_calendar(None).working(now.plan.settings.start, now.finish)


def better_of(found: Levelled, plan: Plan) -> Levelled:
    """Give what was found, or the plan as it is where that is levelled already and no worse.

    Only a plan that carries delays or pauses can be: the search begins without them, so it knows every other.
    """
    if not any(task.levelling_delay or task.segments for task in plan.tasks):
        return found
    now = schedule(plan)
    if found.finish < now.finish or _late(found.schedule) < _late(now) or overload(now):
        return found
    assert isinstance(found.answers, Proposal)
    if found.answers.asked:
        return found
    return Levelled(now.finish, span(now), found.lateness, found.schedules, found.cancelled, Kept(found.answers, now))


def _late(dates: Schedule) -> Minutes:
    deadlines = {task.uid: task.deadline for task in dates.plan.tasks if task.deadline is not None}
    by_uid = dates.by_uid
    return sum(max(by_uid[uid].finish - at, 0) for uid, at in deadlines.items() if uid in by_uid)
