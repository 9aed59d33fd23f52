"""Which designs are compared, and where they share their luck."""

from simkit.model.kinds import Kind
from simkit.model.scenario import Design

_Address = tuple[str, int, str, str]


def _drawn(design: Design) -> dict[_Address, str]:
    """What is drawn by chance in a design: its address, and how to call it."""
    script = design.script
    found: dict[_Address, str] = {}
    for source in design.sources:
        of = f" of {source.client}" if len(design.sources) > 1 else ""
        journey = script.roots[source.roots[0]].journey if len(source.roots) == 1 else ""
        if source.arrives_by_chance:
            found["arrivals", 0, source.client, journey] = f"the arrivals{of}"
        if len(source.roots) > 1:
            found["journeys", 0, source.client, ""] = f"the journeys{of}"
    for line, cost in zip(script.lines, design.costs, strict=True):
        root = script.roots[script.root_of[line.index]]
        again = f" (number {line.repetition + 1})" if line.repetition else ""
        for law, what in ((cost.time, "work"), (cost.network, "network")):
            if law.cv > 0:
                address = (f"{what} {cost.stream}", line.repetition, root.client, root.journey)
                found[address] = f"the {what} of '{cost.stream}'{again}"
    return found


def named_work(design: Design) -> frozenset[str]:
    """The names of the work that a design's pools do: of its messages, and of their luck."""
    pools = {p.id for p in design.participants if p.kind is Kind.POOL}
    return frozenset(
        name
        for line, cost in zip(design.script.lines, design.costs, strict=True)
        if line.receiver in pools and cost.time.mean > 0
        for name in (line.label, cost.stream)
        if name
    )


def partners(designs: tuple[Design, ...]) -> dict[str, str]:
    """For each design, the first one before it with which it shares named work, or ""."""
    found: dict[str, str] = {}
    for number, design in enumerate(designs):
        work = named_work(design)
        earlier = (one.name for one in designs[:number] if named_work(one) & work)
        found[design.name] = next(earlier, "")
    return found


def _groups(designs: tuple[Design, ...]) -> list[tuple[Design, ...]]:
    """The designs that are compared with each other."""
    of: dict[str, int] = {}
    for name, partner in partners(designs).items():
        of[name] = of[partner] if partner else len(of)
    groups = (tuple(one for one in designs if of[one.name] == group) for group in set(of.values()))
    return sorted(groups, key=lambda group: designs.index(group[0]))


def shared_luck(designs: tuple[Design, ...]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What designs that are compared draw alike: their names, and what, in drawn order."""
    found = []
    for group in _groups(designs):
        drawn = [_drawn(design) for design in group]
        alike = tuple(
            name for address, name in drawn[0].items() if all(address in one for one in drawn)
        )
        if len(group) > 1 and alike:
            found.append((tuple(design.name for design in group), alike))
    return found


def unpaired(designs: tuple[Design, ...]) -> tuple[str, ...]:
    """What not every one of the compared designs draws: there, they do not share their luck."""
    return tuple(text for group in _groups(designs) for text in _unpaired(group))


def _unpaired(designs: tuple[Design, ...]) -> list[str]:
    of: dict[_Address, list[str]] = {}
    names: dict[_Address, str] = {}
    for design in designs:
        for address, name in _drawn(design).items():
            of.setdefault(address, []).append(design.name)
            names[address] = name
    return [
        f"{names[address]} {'are' if address[0] in ('arrivals', 'journeys') else 'is'} drawn in "
        f"{', '.join(own)} only: "
        f"compared with the others, that luck is not shared"
        for address, own in of.items()
        if len(own) < len(designs)
    ]
