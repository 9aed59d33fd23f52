"""Engines with one fault each in what blocks do; as `tests.engine.mutants`."""

from dataclasses import replace

from simkit.engine.reference.course import Course
from simkit.engine.reference.execution import Execution
from simkit.engine.reference.run import Run
from simkit.engine.reference.scope import Scope
from simkit.engine.reference.strands import Group
from simkit.model.rule import Gathering
from tests.engine import faults_blocks as faults
from tests.engine.faults import with_parts
from tests.engine.faults_blocks import with_gathering, with_sections, with_turns
from tests.engine.mutants import Mutant

CHOSEN = "what blocks draw comes from addresses of its own"  # rejected by `check_choices`


def _all(rule: Gathering) -> dict[str, int]:
    """So many that every branch is needed, where there are two or three of them."""
    return {"needed": max(rule.needed + 1, rule.copies)}


MUTANTS_OF_BLOCKS = (
    Mutant(
        fault="the branch after the one that is drawn is taken",
        case="of three branches one is taken, and no other leaves a trace",
        engine=with_parts((Scope, "choice", faults.next_branch)),
    ),
    Mutant(
        fault="everybody decides for himself",
        case="whoever has a line in a branch waits until that is decided, and holds its worker",
        engine=with_parts((Course, "decides", lambda course, section: True)),
    ),
    Mutant(
        fault="whoever does not know what was decided takes no branch",
        case="whoever has a line in a branch waits until that is decided, and holds its worker",
        engine=with_parts((Course, "learnt", faults.learnt_at_once)),
    ),
    Mutant(
        fault="a choice is drawn once for all turns",
        case=CHOSEN,
        engine=with_parts((Scope, "choice", faults.once_for_all)),
    ),
    Mutant(
        fault="further turns have the draws of the first",
        case=CHOSEN,
        engine=with_parts((Scope, "turn", faults.same_draws)),
    ),
    Mutant(
        fault="further turns have the path of the first",
        case="the lines of a loop are done as often as it says, one turn after the other",
        engine=with_parts((Scope, "turn", faults.same_path)),
    ),
    Mutant(
        fault="where nobody decides others wait for ever",
        case="if the one who decides dies, nobody takes a branch, as soon as that is noticed",
        engine=with_parts((Scope, "undecided", lambda scope, nobody: None)),
    ),
    Mutant(
        fault="where nobody decides others take the first branch",
        case="if the one who decides is told no before, nobody takes a branch",
        engine=with_parts((Scope, "undecided", faults.first_if_nobody)),
    ),
    Mutant(
        fault="what has happened in one request has happened in all",
        case="what has happened in one request has not happened in another",
        engine=with_parts(
            (Scope, "note", faults.known_to_all),
            (Scope, "has_happened", faults.happened_to_anybody),
        ),
    ),
    Mutant(
        fault="what was refused has not failed",
        case="a call that finds no room was refused, and has failed too",
        engine=with_parts((Scope, "note", faults.refused_is_no_failure)),
    ),
    Mutant(
        fault="whoever asks whether a call has failed is stopped by its failure",
        case="a call that fails does not stop whoever asks below whether it failed",
        engine=with_parts((Run, "__init__", faults.tolerating(False))),
    ),
    Mutant(
        fault="nobody is stopped by the failure of a call",
        case="a call that nobody asks about stops its caller when it fails",
        engine=with_parts((Run, "__init__", faults.tolerating(True))),
    ),
    Mutant(
        fault="the last turn is missing",
        case="the lines of a loop are done as often as it says, one turn after the other",
        engine=with_turns(lambda rule: {"most": rule.most - 1}),
    ),
    Mutant(
        fault="one turn too many",
        case="a loop of one turn is as if it were not drawn",
        engine=with_turns(lambda rule: {"most": rule.most + 1}),
    ),
    Mutant(
        fault="one poll too many before it is given up",
        case="a client that has polled as often as it may gives up, and is told so",
        engine=with_turns(lambda rule: {"most": rule.most + 1}),
    ),
    Mutant(
        fault="the pause comes after a turn",
        case="the pause is before each turn, the first one too, and needs no worker",
        engine=with_parts((Scope, "pause_before", faults.pause_after)),
    ),
    Mutant(
        fault="pauses do not grow",
        case="each further pause is longer by the factor, until it is as long as can be",
        engine=with_turns(lambda rule: {"growth": 1.0}),
    ),
    Mutant(
        fault="pauses grow without end",
        case="each further pause is longer by the factor, until it is as long as can be",
        engine=with_turns(lambda rule: {"cap": None}),
    ),
    Mutant(
        fault="a loop looks before its first turn whether it is over",
        case="there is a first turn though what ends the loop has happened before",
        engine=with_parts((Course, "begin_turn", faults.looks_too_early)),
    ),
    Mutant(
        fault="what ends a loop is never seen",
        case="a service that polls answers when it has seen it; its pauses need no worker",
        engine=with_turns(lambda rule: {"until": ()}),
    ),
    Mutant(
        fault="polls keep their journey from being settled",
        case="a client that polls notices at the first poll after the end",
        engine=with_sections(lambda plan: replace(plan, polls=False)),
    ),
    Mutant(
        fault="a gathering waits for all",
        case="of several branches the first is enough; what the others have set off goes on",
        engine=with_gathering(_all),
    ),
    Mutant(
        fault="one copy is missing",
        case="copies of the only branch: each instance works on one, and two are enough",
        engine=with_gathering(lambda rule: {"copies": max(1, rule.copies - 1)}),
    ),
    Mutant(
        fault="a gathering has no deadline",
        case="until the deadline: it goes on with what there is",
        engine=with_gathering(lambda rule: {"deadline": None}),
    ),
    Mutant(
        fault="a branch that has failed counts",
        case="a branch that fails does not count, and the next one is waited for",
        engine=with_parts((Group, "failed", faults.a_failure_counts)),
    ),
    Mutant(
        fault="a gathering goes on with fewer than it needs",
        case="when too few are left the execution fails, and waits for no other",
        engine=with_parts((Group, "failed", faults.too_few_are_enough)),
    ),
    Mutant(
        fault="a losing copy keeps the journey open",
        case="what is left behind does not keep the journey from being settled, but its worker",
        engine=with_parts((Scope, "is_duplicate", faults.no_duplicates)),
    ),
    Mutant(
        fault="whatever the reason the first option is taken",
        case="a failure takes the option for it",
        engine=with_parts((Course, "option", faults.first_option)),
    ),
    Mutant(
        fault="whatever the reason the last option is taken",
        case="a timeout takes the option for it, and the rest of the block does not happen",
        engine=with_parts((Course, "option", faults.last_option)),
    ),
    Mutant(
        fault="no option is ever taken",
        case="a refusal takes the option for it",
        engine=with_parts((Course, "option", lambda course, section, why: 0)),
    ),
    Mutant(
        fault="the block goes on after what has come to nothing",
        case="whatever comes to nothing in the block, the option is the same",
        engine=with_parts((Course, "try_body", faults.body_goes_on)),
    ),
    Mutant(
        fault="others stay in a block that was left",
        case="others in the block leave it too, and take the lines of the option",
        engine=with_parts((Course, "hear_of", faults.nobody_leaves)),
    ),
    Mutant(
        fault="an inner block handles nothing",
        case="what the inner block handles the outer one does not hear of",
        engine=with_parts((Course, "handle", faults.handled_again)),
    ),
    Mutant(
        fault="calls of a block that was left are waited for",
        case="a call that is made in the block and answered in it is left, wherever it is",
        engine=with_parts((Course, "quit_trial", faults.calls_go_on)),
    ),
    Mutant(
        fault="a break stops only whoever breaks",
        case="a break stops the callers too, up to the client",
        engine=with_parts((Execution, "fail", faults.break_for_one)),
    ),
)
