"""Owns people's weeks as `bot.attention.model` alone lives them: the service's rules on plain values, without a database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.attention.model.planning import Person, decide, may_reach, next_slot
from bot.attention.model.values import Away, Hold, Intent, State
from bot.core.clock import local_date
from bot.deliveries.model import LEASE
from tests.attention import weeks as w

_LEAST = timedelta(microseconds=1)


@dataclass
class Pending:
    """A bundle that was claimed and not recorded."""

    due: datetime
    until: datetime
    date: date
    through_at: datetime | None


class Lived:
    """One person's weeks. An intent's id is its number."""

    def __init__(self, life: w.Life, around: w.Weeks) -> None:
        self.record = w.Record(life)
        self._around = around
        self._zone = life.zone
        self._box = life.mailbox
        self._aways: list[Away] = []
        self._holds: list[Hold] = []
        self._intents: dict[int, Intent] = {}
        self._waiting: dict[int, Intent] = {}  # those among them, which saves looking at all
        self._taken: list[tuple[date, int]] = []
        self._pending: Pending | None = None
        self._now = around.begin
        self._replan()

    def live(self) -> w.Record:
        """Live all of it."""
        for at, what in self.record.life.happenings:
            self._run_until(at)
            self._now = at
            self._happen(what)
        self._run_until(self._around.end)
        self.record.states = {number: each.state for number, each in self._intents.items()}
        return self.record

    def _person(self) -> Person:
        return Person(self._box, self._zone, self._aways, self._holds)

    def _replan(self) -> None:
        if self._box.bundles and self._box.next_at is not None and self._box.next_at <= self._now:
            return
        slot = next_slot(self._person(), self._now - _LEAST)
        self._box = replace(self._box, next_at=slot.at if slot else None)

    def _due(self) -> datetime | None:
        expiring = [each.expires_at for each in self._waiting.values() if each.bundle_id is None]
        instants = [
            self._box.next_at,
            self._pending.due if self._pending else None,
            min(expiring, default=None),
        ]
        return min((each for each in instants if each), default=None)

    def _run_until(self, end: datetime) -> None:
        while (due := self._due()) is not None:
            look = self._around.look(max(due, self._now))
            if look > end:
                return
            self._now = look
            self._finish()
            self._claim()

    def _settle(self, number: int, state: State) -> None:
        self._intents[number] = replace(self._intents[number], state=state)
        self._waiting.pop(number, None)

    def _put(self, number: int, bundle_id: int | None) -> None:
        self._waiting[number] = self._intents[number] = replace(self._intents[number], bundle_id=bundle_id)

    def _expire(self) -> None:
        for each in [*self._waiting.values()]:
            if each.bundle_id is None and each.expires_at <= self._now:
                self._settle(each.id, State.EXPIRED)

    def _claim(self) -> None:
        self._expire()
        if self._box.next_at is None or self._box.next_at > self._now:
            return
        found = decide(self._person(), self._waiting.values(), self._taken, self._now)
        self._box = replace(self._box, next_at=found.next_at)
        if found.slot is None:
            return
        assert found.until is not None
        fate = w.fate(self.record.life, len(self._taken))
        self._taken.append((found.slot.date, found.slot.number))
        for each in found.show:
            self._put(each.id, len(self._taken))
        if not fate:
            self._got(tuple(each.id for each in found.show), recorded=fate is not None)
        if fate == timedelta():
            self._recorded()
        else:
            through_at = None if fate is None else self._now + fate
            self._pending = Pending(self._now + LEASE, found.until, found.slot.date, through_at)

    def _got(self, numbers: tuple[int, ...], *, recorded: bool = True) -> None:
        person = (self._zone, self._box, tuple(self._aways), tuple(self._holds))
        self.record.got.append(w.Got(self._now, numbers, *person, recorded))

    def _in_bundle(self) -> list[Intent]:
        there = [each for each in self._waiting.values() if each.bundle_id is not None]
        return sorted(there, key=lambda each: (each.priority, each.made_at, each.id))

    def _recorded(self) -> None:
        for each in self._in_bundle():
            self._settle(each.id, State.SENT)

    def _finish(self) -> None:
        """Go on with what was claimed and not recorded."""
        pending = self._pending
        if pending is None or pending.due > self._now:
            return
        there = self._in_bundle()
        if pending.through_at is None:
            self._recorded()
        elif self._is_over(pending):
            for each in there:
                self._put(each.id, None)
        elif pending.through_at > self._now:
            pending.due = self._now + LEASE
            return
        elif there:
            self._got(tuple(each.id for each in there))
            self._recorded()
        self._pending = None

    def _is_over(self, pending: Pending) -> bool:
        person = self._person()
        wanted = sum(day == pending.date for day, _number in self._taken) <= self._box.bundles
        there = local_date(self._now, self._zone) == pending.date and may_reach(person, self._now)
        return self._now >= pending.until or not wanted or not there

    def _happen(self, what: w.What) -> None:
        match what:
            case w.Tell():
                self._tell(what)
            case w.Move(zone):
                self._zone = zone
            case w.Choose(mailbox):
                self._box = w.chosen(self._box, mailbox)
            case w.GoAway(first, last):
                if any((each.first, each.last) == (first, last) for each in self._aways):
                    return
                self._aways.append(Away(first, last))
            case w.ComeBack():
                self._back()
            case w.Focus(ends_at):
                self._holds.append(Hold(self._now, ends_at))
            case w.Leave(server):
                self._drop(lambda each: each.server == server)
            case w.Clear():
                self._expire()
                self._drop(lambda each: each.bundle_id is None)
            case w.Take():
                self._take()
        if isinstance(what, w.Move | w.Choose | w.GoAway | w.ComeBack | w.Focus):
            self._replan()

    def _tell(self, what: w.Tell) -> None:
        for each in [*self._waiting.values()]:
            if each.key == what.key:
                self._settle(each.id, State.MERGED)
        self._waiting[what.number] = self._intents[what.number] = Intent(
            what.number,
            self.record.life.user_id,
            what.server,
            what.kind,
            what.number,
            what.key,
            what.priority,
            {},
            self._now,
            what.not_before or self._now,
            what.expires_at,
        )

    def _back(self) -> None:
        today = local_date(self._now, self._zone)
        kept = []
        for each in self._aways:
            if not each.covers(today):
                kept.append(each)
            elif each.first < today:
                kept.append(Away(each.first, today - w.DAY))
        self._aways = kept

    def _drop(self, which: Callable[[Intent], bool]) -> None:
        for each in [*self._waiting.values()]:
            if which(each):
                self._settle(each.id, State.DROPPED)

    def _take(self) -> None:
        there = [
            each for each in self._waiting.values() if each.bundle_id is None and each.expires_at > self._now
        ]
        for each in sorted(there, key=lambda each: (each.priority, each.made_at, each.id)):
            self.record.taken.append(each.id)
            self._settle(each.id, State.SENT)
