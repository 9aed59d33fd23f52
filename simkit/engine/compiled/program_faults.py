"""What goes wrong, as the machine has it."""

from typing import TYPE_CHECKING

from simkit.engine.compiled import layout_faults as own
from simkit.engine.compiled import places as at
from simkit.engine.compiled.events import STRIKES
from simkit.engine.compiled.program import EVEN, Program, bits, chance
from simkit.engine.compiled.rounding import ratio
from simkit.engine.order import FAULTS, MOST_LINES, part_key
from simkit.engine.plan import Plan
from simkit.model.distribution import Distribution
from simkit.model.fault import Blow, Fault

if TYPE_CHECKING:
    from simkit.engine.compiled.driver import Driver

BLOWS = tuple(Blow)
DEADLY = (Blow.CRASH, Blow.KILL)
KINDS = 2  # what happens to an instance by the clock: it is struck, and that is over


def write(program: Program) -> None:
    """Write the faults of a plan into its program."""
    plan = program.plan
    faults = plan.faults
    first = program.room(len(faults) * own.F_WIDTH)
    program.set(0, FAULTS_AT=first, FAULT_COUNT=len(faults))
    program.set(0, LOADS=any(fault.blow is Blow.LOSE for fault in faults))
    down = {pool.name: program.room(_instances(plan, pool.name)) for pool in plan.pools if faults}
    for number, fault in enumerate(faults):
        _write_fault(program, first + number * own.F_WIDTH, number, down.get(fault.part, at.NONE))
    for number, line in enumerate(plan.lines):
        program.set(
            program.line(number),
            L_FAULTED=bits({n for n, fault in enumerate(faults) if number in fault.lines}),
            L_FAULTS_AFTER=bits({n for n, fault in enumerate(faults) if number in fault.after}),
            L_DETECTION=program.draw("detection", line, plan.pools[line.receiver].detect_after),
        )
    for pool in plan.pools:
        struck = {n for n, fault in enumerate(faults) if fault.part == pool.name}
        program.set(program.pool_of[pool.number], P_FAULTS=bits(struck))


def _instances(plan: Plan, part: str) -> int:
    """How many instances a part can have; what is lost on the way has one."""
    for pool in plan.pools:
        if pool.name == part and not pool.broker:
            return pool.serving.most_instances(pool.instances)
    return 1


def _write_fault(program: Program, place: int, number: int, down: int) -> None:
    plan, fault = program.plan, program.plan.faults[number]
    instances = _instances(plan, fault.part)
    up, below = ratio(fault.factor) or (1, 1)
    pool = next((one.number for one in plan.pools if one.name == fault.part), -1)
    values = {
        "NUMBER": number,
        "BLOW": BLOWS.index(fault.blow),
        "POOL": program.pool_of[pool] if pool >= 0 else at.NONE,
        "INSTANCE": -1 if fault.instance is None else fault.instance,
        "INSTANCES": instances,
        "KEY": FAULTS + part_key(MOST_LINES - 1 - number, 0),
        "AT": program.list([len(fault.at), *fault.at]),
        "EVERY": -1 if fault.every is None else _of_part(program, number, "every", fault.every),
        "LASTS": _of_part(program, number, "lasts", fault.lasts),
        "CHANCE": chance(fault.chance),
        "CHANCES": _of_lines(program, number, "chance", EVEN) if fault.chance else at.NONE,
        "MOMENTS": _of_lines(program, number, "moment", EVEN) if fault.chance else at.NONE,
        "BUSY": _busy(program, number, fault),
        "AFTER": bits(fault.after),
        "UP": up,
        "DOWN": below,
        "VALUE": round(1000 * fault.factor),
        "ACTIVE": program.room(instances),
        "UNTIL": program.room(instances),
        "STRIKES": program.room(instances),
        "DOWN_UNTIL": down,
    }
    for name, value in values.items():
        program.memory[place + getattr(own, f"F_{name}")] = int(value)


def _of_part(program: Program, number: int, what: str, law: Distribution) -> int:
    """The draws of how long until a fault strikes an instance, or how long it lasts."""
    fault = program.plan.faults[number]
    slots = [
        program.draw_of_part(f"fault {number} {what} {fault.blow.value} {fault.part} {n}", law)
        for n in range(_instances(program.plan, fault.part))
    ]
    return slots[0]


def _of_lines(program: Program, number: int, what: str, law: Distribution) -> int:
    """The draws of a fault for what happens on each line."""
    fault, plan = program.plan.faults[number], program.plan
    often = {*fault.lines, *fault.after} if what == "chance" else set()
    if fault.part and what != "moment":
        often |= {
            n for n, line in enumerate(plan.lines) if plan.pools[line.receiver].name == fault.part
        }
    return program.list(
        [
            program.draw(f"fault {number} {what}", line, law, is_common=n in often)
            for n, line in enumerate(plan.lines)
        ]
    )


def _busy(program: Program, number: int, fault: Fault) -> int:
    if fault.every_busy is None:
        return at.NONE
    return _of_lines(program, number, "busy", fault.every_busy)


def first_strikes(driver: "Driver") -> None:
    """Schedule what comes by the clock."""
    from simkit.engine.compiled.beginning import insert  # noqa: PLC0415

    for number, fault in enumerate(driver.plan.faults):
        place = driver.get(at.FAULTS_AT) + number * own.F_WIDTH
        key = driver.get(place + own.F_KEY)
        for instance in _struck(driver.plan, fault):
            delay = at.ENDLESS
            if fault.at:
                delay = fault.at[0]
            elif fault.every is not None:
                slot = driver.get(place + own.F_EVERY) + instance
                delay = int(driver.program.draws[slot].values("", 0, 1)[0])
            if delay < at.ENDLESS:
                insert(driver, delay, key + instance * KINDS, STRIKES, place, instance)


def _struck(plan: Plan, fault: Fault) -> list[int]:
    """The numbers of the instances that a fault strikes, each by itself."""
    if fault.instance is not None:
        return [fault.instance]
    return list(range(_instances(plan, fault.part)))


def refused(plan: Plan) -> str | None:
    """What of it the machine does not run, in words; None: nothing."""
    if len(plan.faults) > at.MOST:
        return f"the design has {len(plan.faults)} faults, and it takes up to {at.MOST}"
    for fault in plan.faults:
        if ratio(fault.factor) is None:
            return f"'{fault.part}' is slow by {fault.factor}"
    return None
