"""The participants of a design: what each is, and its numbers."""

from dataclasses import dataclass, field
from typing import Any

from simkit.model.defaults import consumer_of
from simkit.model.diagram import Lifeline
from simkit.model.distribution import Constant
from simkit.model.form import FIRST_SENDER, ConsumerForm
from simkit.model.form_calling import over
from simkit.model.form_values import key_of
from simkit.model.kinds import Kind, guess_kind
from simkit.model.resolve_policy import ITEMS, policy_of
from simkit.model.resolve_serving import ITEMS as OF_SERVING
from simkit.model.resolve_serving import serving_of, why_idle
from simkit.model.said import Keys, Said
from simkit.model.scenario import Participant
from simkit.model.script import Script
from simkit.model.serving import PLAIN_SERVING, SHARED

_OF_POOLS = {
    "workers": "a {kind} has no workers",
    "waiting": "a {kind} has no workers",
    "queue": "a {kind} has no workers",
    "instances": "there is one of a {kind}",
    "detect_after": "only the death of a worker is noticed late",
    **dict.fromkeys(OF_SERVING, "a {kind} has no workers"),
}


@dataclass
class Cast:
    """Who takes part in a design, before its diagrams are read.

    Attributes:
        said: What is said of the design.
        lifelines: Everyone drawn.
        first: Ids of those who send first in a diagram.
        stated: What is said of each, by id and key.
        where: Paths of that.
        kinds: What each is.
        assumed: What had to be decided, in words.
    """

    said: Said
    lifelines: tuple[Lifeline, ...]
    first: tuple[str, ...]
    stated: dict[str, dict[str, Any]] = field(default_factory=dict)
    where: dict[str, dict[str, Keys]] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._check_names()
        for lifeline in self.lifelines:
            self._collect(lifeline.id, {lifeline.id, lifeline.label})
        for lifeline in self.lifelines:
            self.kinds[lifeline.id] = self._kind(lifeline)
        self._check_consumers()

    @property
    def loaded(self) -> frozenset[str]:
        """Ids of those who send no first message and have requests of their own."""
        named = {
            lifeline.id
            for _, loads in self.said.layers("load")
            for name in loads
            if (lifeline := self.named(name)) and name != FIRST_SENDER
        }
        return frozenset(named - set(self.first))

    @property
    def brokers(self) -> frozenset[str]:
        """Ids of those who store messages."""
        return frozenset(name for name, kind in self.kinds.items() if kind is Kind.BROKER)

    @property
    def consumers(self) -> dict[str, str]:
        """By broker, who takes what nobody drawn takes."""
        brokers = [name for name, kind in self.kinds.items() if kind is Kind.BROKER]
        found = {name: form.name for name in brokers if (form := self.consumer(name))}
        if self.said.lenient:
            drawn = {name for line in self.lifelines for name in (line.id, line.label)}
            for name in brokers:
                found.setdefault(name, consumer_of(name, {*drawn, *found.values()}))
        return found

    def consumer(self, broker: str) -> ConsumerForm | None:
        """What is said of the consumer of a broker."""
        form: ConsumerForm | None = self.stated.get(broker, {}).get("consumer")
        return form

    def named(self, name: str) -> Lifeline | None:
        """The lifeline with this id, or else with this label."""
        by_id = {line.id: line for line in self.lifelines}
        by_label = {line.label: line for line in self.lifelines}
        return by_id.get(name) or by_label.get(name)

    def participant(self, lifeline: Lifeline, script: Script) -> Participant:
        """A lifeline with its numbers; of a consumer that is not drawn too."""
        name = lifeline.id
        if name not in self.kinds:
            self._off_stage(name)
        stated, where, kind = self.stated[name], self.where[name], self.kinds[name]
        self._weigh(name, kind)
        pool = stated if kind is Kind.POOL else {}

        def number(item: str) -> int | None:
            value = pool.get(item)
            return value if isinstance(value, int) else None

        broker, serving = kind is Kind.BROKER, PLAIN_SERVING
        if kind is Kind.POOL:
            serving = serving_of(self.said, name, stated, where)
        scale = serving.autoscale
        return Participant(
            id=name,
            label=lifeline.label,
            kind=kind,
            workers=number("workers"),
            instances=pool.get("instances", 1 if scale is None else scale.least),
            queue=None if serving.discipline == SHARED else number("queue"),
            releases=stated.get("waiting") == "releases" or serving.discipline == SHARED,
            serving=serving,
            detect_after=pool.get("detect_after", Constant(value=0)),
            policy=policy_of(self.said, name, stated, where, script) if broker else None,
        )

    def _weigh(self, name: str, kind: Kind) -> None:
        """What is said of a participant and means nothing for one of its kind."""
        where = self.where[name]

        def weigh(item: str, useless: bool, why: str) -> None:
            found = f"found '{key_of(item)}' for the {kind.value} {name}"
            self.said.weigh(useless, where[item], found, why)

        stated = self.stated[name]
        torn = any(self.said.lost("participants", str(keys[-2])) for keys in where.values())
        for item in (item for item in _OF_POOLS if item in stated):
            if kind is not Kind.POOL:
                weigh(item, True, _OF_POOLS[item].format(kind=kind.value))
            else:  # what could not be read may be what the rest hangs on
                why = "" if torn else why_idle(self.said, item, stated)
                found = f"found '{key_of(item)}' for {name}"
                self.said.weigh(bool(why), where[item], found, why)
        if kind is not Kind.BROKER:
            for item in (item for item in ITEMS if item in stated):
                weigh(item, True, f"a {kind.value} stores no messages")
        if "consumer" in stated and kind is not Kind.BROKER:
            found, why = f"found 'consumer' for {name}", "only a broker has consumers"
            self.said.weigh(True, where["consumer"], found, why)

    def _off_stage(self, name: str) -> None:
        """What is said of a consumer beside its broker, and what by its own name."""
        broker = next(broker for broker, own in self.consumers.items() if own == name)
        form = self.consumer(broker)
        self.stated[name], self.where[name] = {}, {}
        if form is None:
            self.assumed.append(f"{name}: takes what {broker} stores, as nobody is drawn who does")
        else:
            beside = self.where[broker]["consumer"]
            for item in form.model_fields_set & {"workers", "instances"}:
                self.stated[name][item] = getattr(form, item)
                self.where[name][item] = (*beside, item)
            if form.work is not None and form.wait is not None:
                self.said.complain(beside, "found both 'work' and 'wait'", "one of them")
        self._collect(name, {name})
        self.kinds[name] = Kind.POOL
        if self.stated[name].get("kind") not in (None, Kind.POOL):
            self.said.complain(
                self.where[name]["kind"],
                f"found another kind for {name}, the consumer of {broker}",
                "a pool of workers",
            )

    # ------------------------------------------------------------------ what is said

    def _collect(self, name: str, names: set[str]) -> None:
        stated, where = self.stated.setdefault(name, {}), self.where.setdefault(name, {})
        for keys, forms in self.said.layers("participants"):
            for key, form in forms.items():
                means = self.named(key)
                if key in names and (means is None or means.id == name):
                    for item in form.model_fields_set:
                        value = getattr(form, item)
                        if item == "autoscale":  # key by key
                            value = over(stated.get(item), value)
                        stated[item] = value
                        where[item] = (*keys, key, key_of(item))

    def _check_names(self) -> None:
        """Each name means one participant, and each participant is named once in one place."""
        for keys, forms in (*self.said.layers("participants"), *self.said.layers("load")):
            named: dict[str, str] = {}
            for key in forms:
                meant = [line.id for line in self.lifelines if line.id == key]
                meant = meant or [line.id for line in self.lifelines if line.label == key]
                if len(meant) > 1:
                    expected = " or ".join(f"'{name}'" for name in meant)
                    found = f"found '{key}', which is the shown name of {' and '.join(meant)}"
                    self.said.complain((*keys, key), found, expected, at_key=True)
                elif meant and named.setdefault(meant[0], key) != key:
                    found = f"found '{key}' beside '{named[meant[0]]}'"
                    expected = "one of them: both name the same participant"
                    self.said.complain((*keys, key), found, expected, at_key=True)

    def _check_consumers(self) -> None:
        """A consumer is nobody who is drawn, and of one broker."""
        of: dict[str, str] = {}
        for broker, name in self.consumers.items():
            keys = (*self.where[broker].get("consumer", ()), "name")
            if self.named(name):
                found, expected = f"found '{name}', which is drawn", "a name that is not drawn"
                self.said.complain(keys, found, expected)
            elif of.setdefault(name, broker) != broker:
                found = f"found '{name}', the consumer of {of[name]} too"
                self.said.complain(keys, found, "a name of its own for each consumer")

    def _kind(self, lifeline: Lifeline) -> Kind:
        name = lifeline.id
        kind: Kind | None = self.stated[name].get("kind")
        why = "which sends first" if name in self.first else "which has a load"
        if name in self.first or name in self.loaded:
            if kind not in (None, Kind.CLIENT):
                self.said.complain(
                    self.where[name]["kind"],
                    f"found another kind for {name}, {why} in design '{self.said.name}'",
                    "client: whoever sends first is the client"
                    if name in self.first
                    else "client: whoever has a load is a client",
                )
            return Kind.CLIENT
        return kind or guess_kind(lifeline)[0]
