"""The blocks of a drawing, as the machine has it."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from simkit.engine.compiled import places as at
from simkit.engine.compiled.layout_blocks import (
    IS_CHOICE,
    IS_GATHER,
    IS_LOOP,
    IS_TRIAL,
    TOO_LARGE,
)
from simkit.engine.compiled.program import CHANCES, EVEN, Program, bits
from simkit.engine.compiled.rounding import ratio
from simkit.engine.plan import Plan, SectionPlan
from simkit.engine.sampling import Stream
from simkit.model.distribution import Distribution
from simkit.model.rule import Chances, Conditions, Handlers, Turns, When

WORDS = ("happened", "succeeded", "failed", "refused", "timed out")  # in the order of the scope's
REASONS = ("failure", "refused", "timeout")  # likewise, of FOR_FAILURE and the others
MOST_GROWTH = 1 << 12  # turns of a loop of which each waits longer


def write(program: Program) -> None:
    """Write it into a program."""
    plan = program.plan
    repeated = [
        number
        for number, line in enumerate(plan.lines)
        if line.calling.attempts > 1 or line.calling.hedge is not None
    ]
    program.set(0, REPEATED=bits(repeated))
    for number, line in enumerate(plan.lines):
        pairs = [one for pair in line.within for one in pair]
        if line.within:
            program.set(program.line(number), L_WITHIN=program.list([len(line.within), *pairs]))
    for number, section in enumerate(plan.sections):
        _write_section(program, number, section)


def _write_section(program: Program, number: int, section: SectionPlan) -> None:
    own = at.SECTIONS + number * at.N_WIDTH
    lines = program.plan.lines
    program.set(
        own,
        N_DECIDER=section.decider,
        N_REGION=section.region,
        N_BOUND=section.bound,
        N_POLLS=section.polls,
        N_NOTICES=section.notices,
        N_KEY=section.key,
        N_ROOT=section.root,
        N_REACH=program.list([section.reach.get(one, section.bound) for one in range(at.MOST)]),
        N_WAKES=program.list([section.wakes.get(one, 0) for one in range(at.MOST)]),
        N_ROLES=bits(list(section.wakes)),
        N_TRIED=bits([n for n, line in enumerate(lines) if (number, 0) in line.within]),
    )
    rule = section.rule
    if isinstance(rule, Chances):
        _write_chances(program, own, section, rule)
    elif isinstance(rule, Conditions):
        _write_conditions(program, own, section, rule)
    elif isinstance(rule, Turns):
        _write_turns(program, own, section, rule)
    elif isinstance(rule, Handlers):
        reasons = [bits([REASONS.index(one) for one in option]) for option in rule.reasons]
        table = program.list([len(reasons), *reasons])
        program.set(own, N_KIND=IS_TRIAL, N_RULE=table)
    else:
        program.set(
            own,
            N_KIND=IS_GATHER,
            N_NEEDED=rule.needed,
            N_COPIES=rule.copies,
            N_DEADLINE=-1 if rule.deadline is None else rule.deadline,
        )


def _write_chances(program: Program, own: int, section: SectionPlan, rule: Chances) -> None:
    below, table = 0, []
    for share in rule.shares:
        below += round(share * CHANCES)
        table.append(below)
    last = max(number for number, share in enumerate(rule.shares) if share)
    program.set(
        own,
        N_KIND=IS_CHOICE,
        N_CHOICE=_draw(program, "choice", section, EVEN),
        N_RULE=program.list([len(table), last, *table]),
    )


def _write_conditions(program: Program, own: int, section: SectionPlan, rule: Conditions) -> None:
    whens = [at.NONE if one is None else _whens(program, section, (one,)) for one in rule.whens]
    table = program.list([len(whens), len(whens) - 1, *whens])
    program.set(own, N_KIND=IS_CHOICE, N_CHOICE=-1, N_RULE=table)


def _write_turns(program: Program, own: int, section: SectionPlan, rule: Turns) -> None:
    program.set(
        own,
        N_KIND=IS_LOOP,
        N_MOST=rule.most,
        N_UNTIL=_whens(program, section, rule.until) if rule.until else at.NONE,
        N_PAUSE=-1 if rule.pause is None else _draw(program, "pause", section, rule.pause),
        N_GROWTH=rule.growth != 1,
        N_CAP=-1 if rule.cap is None else rule.cap,
    )
    if rule.pause is not None and rule.growth != 1:
        factors = [_factor(rule.growth, turn) for turn in range(rule.most)]
        program.set(own, N_FACTORS=program.list([one for pair in factors for one in pair]))


def _factor(growth: float, turn: int) -> tuple[int, int]:
    """How much longer a pause is: a fraction; all that is too large for it is endless."""
    factor = growth**turn
    if factor >= float(at.ENDLESS):
        return TOO_LARGE, 1
    found = ratio(factor)
    assert found is not None, "such a plan is refused"
    return found


def _whens(program: Program, section: SectionPlan, whens: tuple[When, ...]) -> int:
    """What is asked for: lines, what has become of them, and the region in which to look."""
    asked = [
        (line, WORDS.index(when.how), section.looks[line]) for when in whens for line in when.lines
    ]
    return program.list([len(asked), *[number for one in asked for number in one]])


def _draw(program: Program, kind: str, section: SectionPlan, law: Distribution) -> int:
    """The draws of a block; each kind of draw has a stream of its own."""
    root = program.plan.roots[section.root]
    values = partial(_values, program, f"{kind} {section.stream}", section, law)
    is_common = section.bound < 0 and section.within == ()
    source = program.source_of.get(section.root, -1)
    del root
    return program.new_draw(law, values, source, is_common=is_common)


def _values(
    program: Program,
    name: str,
    section: SectionPlan,
    law: Distribution,
    address: str,
    first: int,
    count: int,
) -> NDArray[np.int64]:
    root = program.plan.roots[section.root]
    here = program.address(name, root.client, root.name, section.path + address)
    return Stream(here, law).array(first, count)


# -------------------------------------------------------------------- what is not run


def refused(plan: Plan) -> str | None:
    """What of it the machine does not run, in words; None: nothing."""
    for section in plan.sections:
        rule = section.rule
        if isinstance(rule, Turns) and rule.pause is not None and rule.growth != 1:
            found = _refused_growth(rule)
            if found:
                return f"'{section.stream}' {found}"
    return None


def _refused_growth(rule: Turns) -> str | None:
    if rule.most > MOST_GROWTH:
        return f"waits longer each time, and has more than {MOST_GROWTH:,} turns"
    try:
        smallest = min(rule.growth**turn for turn in range(rule.most))
    except OverflowError:
        return "waits longer each time, more than can be said"
    if smallest < 1 and ratio(smallest) is None:
        return "waits less each time, less than can be said"
    return None
