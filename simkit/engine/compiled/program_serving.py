"""How pools serve, as the machine has it."""

from typing import TYPE_CHECKING

from simkit.engine.compiled import layout_serving as own
from simkit.engine.compiled import places as at
from simkit.engine.compiled.events import SCALER_LOOKS, SCALER_RESIZES
from simkit.engine.compiled.program import Program
from simkit.engine.compiled.rounding import ratio
from simkit.engine.order import ENDS, FAULTS, part_key
from simkit.engine.plan import Plan, PoolPlan
from simkit.model.serving import LIFO, PREEMPTIVE, SHARED, SIGNALS, Autoscale, Contention

if TYPE_CHECKING:
    from simkit.engine.compiled.driver import Driver

HALF = 60  # a power of two that a whole number of the machine can be
SLOWEST = 2_000_000  # the most that work can be slowed by contention; see `wide`


def write(program: Program) -> None:
    """Write the pools of a plan into its program."""
    for pool in program.plan.pools:
        _write_pool(program, pool)


def _write_pool(program: Program, pool: PoolPlan) -> None:
    serving, place = pool.serving, program.pool_of[pool.number]
    most = serving.most_instances(pool.instances)
    first = _instances(program, pool, most)
    program.set(
        place,
        P_NUMBER=pool.number,
        P_BROKER=pool.broker,
        P_RELEASES=pool.releases,
        P_INSTANCES=first,
        P_COUNT=most,
        P_ONLY=first if most == 1 and not serving.moves else at.NONE,
        P_ROOM=pool.queue if pool.queue >= 0 else at.UNLIMITED,
        P_QUEUE=program.room(2 * len(program.priorities)),
        P_UP=1,
        P_SHED=-1 if serving.shed is None else serving.shed,
        P_LIFO=serving.discipline == LIFO,
        P_SHARES=serving.discipline == SHARED,
        P_INTERRUPTS=serving.discipline == PREEMPTIVE,
        P_KEEPS=serving.cpus is not None,
        P_PROCESSES=_has_processors(pool),
        P_SCALER=_scaler(program, pool) if serving.moves else at.NONE,
    )


def _instances(program: Program, pool: PoolPlan, most: int) -> int:
    """Write the instances of a pool, those too that are to come; where the first is."""
    first, ring = program.room(most * at.I_WIDTH), _ring(pool)
    shares, processes = pool.serving.discipline == SHARED, _has_processors(pool)
    workers = at.UNLIMITED if shares else pool.workers or at.UNLIMITED
    for number in range(most):
        is_up = number < pool.instances
        program.set(
            first + number * at.I_WIDTH,
            I_NUMBER=number,
            I_POOL=program.pool_of[pool.number],
            I_WORKERS=workers,
            I_FREE=workers if is_up else 0,
            I_FREED=program.room(ring),
            I_RING=ring,
            I_QUEUE=program.room(2 * len(program.priorities)),
            I_UP=is_up,
            I_PROCESSORS=_processors(program, pool, number) if processes else at.NONE,
        )
    return first


def _ring(pool: PoolPlan) -> int:
    """How many free workers of an instance there can be whose order counts."""
    serving = pool.serving
    if not pool.workers or serving.discipline == SHARED:
        return 0
    if serving.most_instances(pool.instances) == 1 and not serving.moves:
        return 0
    return max(pool.workers, *(one.workers or 0 for one in serving.resizes), 0)


def _has_processors(pool: PoolPlan) -> bool:
    serving = pool.serving
    shared = serving.discipline in (SHARED, PREEMPTIVE)
    return shared or serving.cpus is not None or serving.contention is not None


def _processors(program: Program, pool: PoolPlan, number: int) -> int:
    serving, place = pool.serving, program.room(own.CPU_WIDTH)
    hinders = serving.contention or Contention(serial=0.0)
    serial, coherence = _fine(hinders.serial), _fine(hinders.coherence)
    values = {
        "POOL": program.pool_of[pool.number],
        "SERVERS": pool.workers,
        "SLOTS": serving.cpus or at.UNLIMITED,
        "KEY": ENDS + part_key(pool.number, number),
        "ALARM": at.NEVER,
        "HINDERS": serving.contention is not None,
        "SERIAL_UP": serial[0],
        "SERIAL_DOWN": serial[1],
        "SERIAL_DOWN_2": serial[2],
        "COHERENCE_UP": coherence[0],
        "COHERENCE_DOWN": coherence[1],
        "COHERENCE_DOWN_2": coherence[2],
    }
    _fill(program, place, "CPU", values)
    return place


def _fill(program: Program, place: int, prefix: str, values: dict[str, int]) -> None:
    for name, value in values.items():
        program.memory[place + getattr(own, f"{prefix}_{name}")] = int(value)


def _fine(share: float) -> tuple[int, int, int]:
    """A share as a whole number over two powers of two.

    >>> _fine(0.25)
    (1, 4, 1)
    """
    up, down = share.as_integer_ratio()
    low = min(down, 1 << HALF)
    return up, low, down // low


# -------------------------------------------------------------------- numbers that change


def _scaler(program: Program, pool: PoolPlan) -> int:
    serving, place = pool.serving, program.room(own.SC_WIDTH)
    most, plan = serving.most_instances(pool.instances), serving.autoscale
    wanted = program.room(at.T_WIDTH)
    program.memory[wanted + at.T_B] = pool.instances
    resizes = [
        -1 if value is None else value
        for one in serving.resizes
        for value in (one.workers, one.instances)
    ]
    values = {
        "POOL": program.pool_of[pool.number],
        "KEY": FAULTS + part_key(pool.number, 0),
        "RESIZES": program.list(resizes),
        "STARTING": program.room(most),
        "STARTS": program.room(most),
        "WANTED": wanted,
        "WANTED_LAST": wanted,
        "IDLE_DUE": -1,
    }
    _fill(program, place, "SC", values)
    if plan is not None:
        _fill(program, place, "SC", _looks(program, pool, plan, most))
    return place


def _looks(program: Program, pool: PoolPlan, plan: Autoscale, most: int) -> dict[str, int]:
    signals = [len(plan.on)]
    for signal in plan.on:
        signals += [SIGNALS.index(signal.what), *(ratio(float(signal.target)) or (1, 1))]
    up, down = ratio(plan.step_share or 0.0) or (0, 1)
    step = plan.step if plan.step is not None else plan.most
    slots = [
        program.draw_of_part(f"start-up {pool.name} {number}", plan.start_up)
        for number in range(most)
    ]
    return {
        "IS_AUTO": 1,
        "LEAST": plan.least,
        "MOST": plan.most,
        "EVERY": plan.every,
        "COOL_DOWN": plan.cool_down,
        "IDLE": plan.idle,
        "STEP": -1 if plan.step is None and plan.step_share is not None else step,
        "SHARE_UP": up,
        "SHARE_DOWN": down,
        "SIGNALS": program.list(signals),
        "START_UP": slots[0],
    }


def first_looks(driver: "Driver") -> None:
    """Schedule the first look of each scaler, or its changes."""
    from simkit.engine.compiled.beginning import insert  # noqa: PLC0415

    for pool in driver.plan.pools:
        if pool.broker or not pool.serving.moves:
            continue
        scaler = driver.get(driver.program.pool_of[pool.number] + at.P_SCALER)
        key = driver.get(scaler + own.SC_KEY)
        for number, resize in enumerate(pool.serving.resizes):
            insert(driver, resize.at, key, SCALER_RESIZES, scaler, number)
        if pool.serving.autoscale is not None:
            insert(driver, pool.serving.autoscale.every, key, SCALER_LOOKS, scaler, 0)


# -------------------------------------------------------------------- what is refused


def refused(plan: Plan) -> str | None:
    """What of it the machine does not run, in words; None: nothing."""
    for pool in plan.pools:
        found = None if pool.broker else _too_fine(pool)
        if found:
            return f"'{pool.name}' {found}"
    return None


def _too_fine(pool: PoolPlan) -> str | None:
    """Numbers that the machine could not tell apart from others, or not hold."""
    hinders, scale = pool.serving.contention, pool.serving.autoscale
    if hinders is not None:
        most = min(pool.workers or at.UNLIMITED, pool.serving.cpus or at.UNLIMITED)
        shares = (*_fine(hinders.serial), *_fine(hinders.coherence))
        if max(shares) >= at.ENDLESS or hinders.slowed(most) > SLOWEST:
            return f"slows those who work there more than {SLOWEST:,} times"
    if scale is None:
        return None
    targets = (*(float(one.target) for one in scale.on), scale.step_share or 0.0)
    if any(ratio(one) is None for one in targets):
        return "is scaled by a number that is too small"
    if pool.workers * scale.most * scale.every >= 1 << 53:
        return "is looked at too seldom to be scaled exactly"
    return None
