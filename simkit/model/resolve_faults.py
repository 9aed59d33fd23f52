"""What goes wrong in a design: who and what it happens to, when, and for how long."""

from collections.abc import Iterator

from simkit.model.fault import AT_ONCE, Blow, Fault
from simkit.model.form_faults import FaultForm
from simkit.model.form_values import key_of
from simkit.model.kinds import Kind
from simkit.model.resolve_messages import lines_named, named_lines
from simkit.model.said import Keys, Said
from simkit.model.scenario import Participant
from simkit.model.script import LineKind, Script

_BLOWS = tuple(blow.value for blow in Blow)
_WHEN = ("at", "every", "every_busy", "chance")
_TIMES = {
    Blow.CRASH: _WHEN,
    Blow.KILL: ("every_busy", "chance"),
    Blow.LOSE: ("at", "every", "chance"),
    Blow.SLOW: ("at", "every"),
    Blow.FAIL: ("at", "every"),
}
_STRUCK = {Blow.CRASH: (Kind.POOL, Kind.BROKER)}  # all others: pools
_LASTING = (Blow.LOSE, Blow.SLOW, Blow.FAIL)  # of these, at fixed times, the length must be said
_STAYS = {
    LineKind.STEP: "it is a step inside its lifeline",
    LineKind.POLL: "a poll takes no time of its own: whoever is free has the message",
    LineKind.LOST: "it is drawn as lost on the way already",
}


def faults_of(
    said: Said, script: Script, participants: tuple[Participant, ...]
) -> tuple[Fault, ...]:
    """What goes wrong in a design: its own list, or else that of all designs.

    Args:
        said: What is said of the design, to be told what has no meaning.
        script: What is drawn.
        participants: Everyone, with their numbers.
    """
    own = said.form.faults is not None
    forms = said.form.faults if own else said.shared.faults
    here: Keys = (*said.keys, "faults") if own else ("faults",)
    found = []
    for number, form in enumerate(forms or ()):
        if form is not None:
            one = _Reading(said, script, participants, form, (*here, number)).fault()
            found += [one] if one and _happens(one) else []
    return tuple(found)


def _happens(fault: Fault) -> bool:
    """Whether it ever does: a chance of 0 % is none."""
    return bool(fault.at or fault.every or fault.every_busy or fault.chance)


class _Reading:
    """One fault while it is read.

    Attributes:
        keys: Its path.
        blow: What happens; None where that is unclear.
        name: Whom or what it names.
    """

    def __init__(
        self,
        said: Said,
        script: Script,
        participants: tuple[Participant, ...],
        form: FaultForm,
        keys: Keys,
    ) -> None:
        self.said, self.script, self.participants = said, script, participants
        self.form, self.keys = form, keys
        self.problems = len(said.problems)
        named = [blow for blow in Blow if getattr(form, blow.value) is not None]
        self.blow = named[0] if len(named) == 1 else None
        self.name = getattr(form, named[0].value) if named else ""
        if len(named) > 1:
            self._one_of([blow.value for blow in named])
        elif not named and not self._unread(_BLOWS):
            said.complain(keys, "found nothing that happens", f"one of {', '.join(_BLOWS)}")

    def fault(self) -> Fault | None:
        """The fault; None if it has no meaning, which has been told."""
        if self.blow is None:
            return None
        when = self._when()
        self._length(when)
        lines, part = frozenset[int](), ""
        if self.blow is Blow.LOSE:
            lines = self._lost()
        else:
            found = self._struck(when)
            if found is None:
                return None
            part = found.id
        after, form = self._after(part, when), self.form
        useless = (self.blow is Blow.LOSE and not lines) or (form.after and not after)
        if useless or len(self.said.problems) > self.problems:
            return None
        return Fault(
            blow=self.blow,
            part=part,
            lines=lines,
            instance=None if form.instance is None else form.instance - 1,
            at=form.at or (),
            every=form.every,
            every_busy=form.every_busy,
            chance=form.chance or 0.0,
            after=after,
            lasts=form.for_ or AT_ONCE,
            factor=1.0 if form.by is None else form.by,
        )

    # ------------------------------------------------------------------ when

    def _when(self) -> str:
        """Which item says when it happens, or ""."""
        assert self.blow is not None
        stated = [item for item in _WHEN if self._says(item)]
        fitting = _TIMES[self.blow]
        if len(stated) > 1:
            self._one_of([key_of(item) for item in stated])
            return ""
        if not stated:
            if not self._unread(_WHEN):
                keys = ", ".join(key_of(item) for item in fitting)
                self.said.complain(self.keys, "found nothing that says when", f"one of {keys}")
            return ""
        if stated[0] not in fitting:
            keys = ", ".join(key_of(item) for item in fitting)
            self._wrong(stated[0], f"one of {keys}, which say when to {self.blow.value}")
            return ""
        return stated[0]

    def _length(self, when: str) -> None:
        """How long it lasts, and how much longer work takes."""
        blow, lasts = self.blow, self.form.for_
        fixed = when in ("at", "every")
        if self._says("for_") and when and (blow is Blow.KILL or (blow is Blow.LOSE and not fixed)):
            why = (
                "what is killed does not come back" if blow is Blow.KILL else "each is one message"
            )
            self._wrong("for_", f"none: {why}")
        if blow in _LASTING and fixed and not self._unread(("for_",)):
            expected = "how long it lasts, as in 'for: 10 s'"
            if lasts is None:
                self.said.complain(self.keys, "found no 'for'", expected)
            elif lasts.is_zero:
                self.said.complain((*self.keys, "for"), "found 0 s", expected)
        if blow is not Blow.SLOW and self._says("by"):
            self._wrong("by", "none: only what is slow takes longer")
        elif blow is Blow.SLOW and not self._says("by") and not self._unread(("by",)):
            expected = "how much longer work takes, as in 'by: 10'"
            self.said.complain(self.keys, "found no 'by'", expected)

    # ------------------------------------------------------------------ who and what

    def _struck(self, when: str) -> Participant | None:
        """The participant that it happens to; None where there is none."""
        assert self.blow is not None
        keys = (*self.keys, self.blow.value)
        part = next(self._named(), None)
        why = f"no participant of this name is in design '{self.said.name}'"
        self.said.weigh(part is None, keys, f"found '{self.name}'", why)
        if part is None:
            return None
        if part.kind not in _STRUCK.get(self.blow, (Kind.POOL,)):
            expected = "a pool or a broker" if self.blow in _STRUCK else "a pool of workers"
            self.said.complain(keys, f"found the {part.kind.value} {part.id}", expected)
        elif self.blow is Blow.CRASH and part.serving.moves:
            what = "autoscale" if part.serving.autoscale is not None else "changes"
            expected = f"a pool of a fixed size: {part.id} says '{what}'"
            self.said.complain(keys, f"found {part.id}", expected)
        elif part.kind is Kind.BROKER and when in ("every_busy", "chance"):
            self._wrong(when, "one of at, every: a broker has no executions")
        number = self.form.instance
        if number is not None and number > part.instances:
            many = f"{part.instances} instance{'s' * (part.instances != 1)}"
            expected = f"a number up to that of its instances: {part.id} has {many}"
            self.said.complain((*self.keys, "instance"), f"found {number}", expected)
        return part

    def _named(self) -> Iterator[Participant]:
        """The participant of this name, by id or as shown."""
        yield from (part for part in self.participants if part.id == self.name)
        yield from (part for part in self.participants if part.label == self.name)

    def _lost(self) -> frozenset[int]:
        """The lines that a loss names."""
        if self._says("instance"):
            self._wrong("instance", "none: what is lost is on its way")
        keys = (*self.keys, "lose")
        lines = lines_named(self.said, self.script, self.name, keys)
        travelling = [line for line in lines if line.kind not in _STAYS]
        if lines and not travelling:
            self.said.complain(keys, f"found '{self.name}'", f"none: {_STAYS[lines[0].kind]}")
        elif len(self.said.problems) == self.problems:
            why = f"no message of this name is in design '{self.said.name}'"
            self.said.weigh(not lines, keys, f"found '{self.name}'", why)
        return frozenset(line.index for line in travelling)

    def _after(self, part: str, when: str) -> frozenset[int]:
        """The lines right after which it happens."""
        if self.form.after is None:
            return frozenset()
        if self.blow not in (Blow.CRASH, Blow.KILL):
            self._wrong("after", "none: only a crash or a kill comes right after a message")
        elif when != "chance":
            if when:
                self._wrong("after", "'chance' beside it: how often it happens there")
        else:
            return self._lines_of(part, self.form.after)
        return frozenset()

    def _lines_of(self, part: str, label: str) -> frozenset[int]:
        """The lines of a name that a participant sends, takes, or works upon."""
        keys = (*self.keys, "after")
        own = [line for line in self.script.lines if part in (line.sender, line.receiver)]
        named = [line.index for line in named_lines(self.script, label)]
        lines = [line for line in own if line.label == label or line.index in named]
        receivers = list(dict.fromkeys(line.receiver for line in lines))
        if len(receivers) > 1:
            names = " or ".join(f"'{receiver}.{label}'" for receiver in receivers)
            self.said.complain(keys, f"'{label}' goes to {' and to '.join(receivers)}", names)
        labels = list(dict.fromkeys(line.label for line in own if line.label))
        known = ", ".join(f"'{name}'" for name in labels)
        why = f"{part} has no part in it in design '{self.said.name}', only in {known}"
        self.said.weigh(not lines, keys, f"found '{label}'", why)
        return frozenset(line.index for line in lines)

    # ------------------------------------------------------------------ what is told

    def _says(self, item: str) -> bool:
        return getattr(self.form, item) is not None

    def _unread(self, items: tuple[str, ...]) -> bool:
        """Whether one of these was said and could not be read."""
        return any((*self.keys, key_of(item)) in self.said.unread for item in items)

    def _one_of(self, names: list[str]) -> None:
        listed = " and ".join(f"'{name}'" for name in names)
        keys = (*self.keys, names[1])
        self.said.complain(keys, f"found {listed}", "one of them", at_key=True)

    def _wrong(self, item: str, expected: str) -> None:
        assert self.blow is not None
        name = key_of(item)
        found = f"found '{name}' beside '{self.blow.value}'"
        self.said.complain((*self.keys, name), found, expected, at_key=True)
