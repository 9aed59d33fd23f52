"""Engines with one fault each in how pools serve, or in how their size changes."""

from functools import partial

from simkit.engine.reference import interruption, labour
from simkit.engine.reference import pool as pool_module
from simkit.engine.reference.instance import Instance
from simkit.engine.reference.pool import Pool
from simkit.engine.reference.processors import Processors
from simkit.engine.reference.scaler import Scaler
from simkit.model.distribution import Constant
from tests.engine import faults_serving as faults
from tests.engine.faults import misreading, with_parts
from tests.engine.mutants import Mutant

INTERRUPTS = "a higher priority interrupts, and who was interrupted goes on first of its own"
PROCESSOR = "one processor is shared evenly by all that are there"

MUTANTS_OF_SERVING = (
    Mutant(
        fault="last in, first out is first in, first out",
        case="last in, first out: whoever came last is next",
        engine=with_parts((Pool, "line_up", faults.in_order)),
    ),
    Mutant(
        fault="last in, first out knows no priority",
        case="last in, first out holds among those of the highest priority",
        engine=with_parts((Pool, "line_up", faults.stacked)),
    ),
    Mutant(
        fault="what was interrupted starts anew",
        case=INTERRUPTS,
        engine=with_parts((interruption, "interrupt", faults.starts_anew)),
    ),
    Mutant(
        fault="what was interrupted goes on last of its own",
        case=INTERRUPTS,
        engine=with_parts((interruption, "interrupt", faults.goes_last)),
    ),
    Mutant(
        fault="nobody is interrupted",
        case=INTERRUPTS,
        engine=with_parts((pool_module, "make_way", lambda *_: None)),
    ),
    Mutant(
        fault="the same priority interrupts",
        case="the same priority does not interrupt",
        engine=with_parts((pool_module, "make_way", faults.equals_interrupt)),
    ),
    Mutant(
        fault="of two alike the one that came first is interrupted",
        case="of two at work the lowest is interrupted, and of two alike the one that came later",
        engine=with_parts((Processors, "last", property(faults.first_is_interrupted))),
    ),
    Mutant(
        fault="who works again after a wait is not interrupted",
        case="who waits for an answer with its worker is interrupted when it works again",
        engine=with_parts((labour, "review", faults.no_review)),
    ),
    Mutant(
        fault="a shared processor serves each as if it were alone",
        case=PROCESSOR,
        engine=with_parts((Processors, "rate", faults.not_shared)),
    ),
    Mutant(
        fault="several processors are shared as if they were one",
        case="two processors are shared only by more than two",
        engine=with_parts((Processors, "rate", faults.shared_as_one)),
    ),
    Mutant(
        fault="who is at work hinders itself",
        case="coherence grows with the pairs",
        engine=with_parts((Processors, "rate", faults.one_more_hinders)),
    ),
    Mutant(
        fault="nobody hinders anybody",
        case="two at work at once hinder each other, and one that is left does not",
        engine=misreading(partial(faults.serving, contention=None)),
    ),
    Mutant(
        fault="every worker has a processor",
        case="three workers and two processors: two work at a time, first come, first served",
        engine=misreading(partial(faults.serving, cpus=1_000)),
    ),
    Mutant(
        fault="who pauses gives its worker away, though processors are short",
        case="who waits uses its worker and no processor",
        engine=with_parts((Pool, "give_back", faults.held_while_queueing_only)),
    ),
    Mutant(
        fault="nobody is shed",
        case="who waits longer than what is shed is told no then, and just as long is served",
        engine=with_parts((Pool, "shed", faults.never_shed)),
    ),
    Mutant(
        fault="who is shed keeps its place",
        case="who is shed has freed its place in the queue",
        engine=with_parts((Pool, "shed", faults.shed_frees_no_place)),
    ),
    Mutant(
        fault="a worker that is to go stays",
        case="a worker more is there for who waits, and one that is to go finishes first",
        engine=with_parts((Instance, "resize", faults.keeps_its_workers)),
    ),
    Mutant(
        fault="an instance that is to go takes more",
        case="an instance more is there for who waits, and one that is to go finishes first",
        engine=with_parts((Scaler, "let_go", lambda *_: None), (Scaler, "aim", faults.only_more)),
    ),
    Mutant(
        fault="a new instance is there at once",
        case="an instance starts when too many wait, and is kept as long as it cools down",
        engine=misreading(partial(faults.scaling, start_up=Constant(value=0))),
    ),
    Mutant(
        fault="nothing cools down",
        case="an instance starts when too many wait, and is kept as long as it cools down",
        engine=misreading(partial(faults.scaling, cool_down=0)),
    ),
    Mutant(
        fault="an instance that was called off comes",
        case="an instance that is no longer wanted when it would start does not come",
        engine=with_parts((Scaler, "comes", faults.comes_anyway)),
    ),
    Mutant(
        fault="the last instance stays",
        case="from nothing, the first that waits starts an instance, and the last goes when idle",
        engine=with_parts((Scaler, "look_for_idleness", faults.never_idle)),
    ),
    Mutant(
        fault="what waits in a broker is not seen",
        case="what waits in a broker counts, and its age does",
        engine=with_parts((Scaler, "age", 0.0)),
    ),
    Mutant(
        fault="utilisation is that since the beginning",
        case="utilisation since the last look says how many instances there should be",
        engine=with_parts((Scaler, "asks", faults.since_the_beginning)),
    ),
)
