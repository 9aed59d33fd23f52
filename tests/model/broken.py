"""What an execution takes with it when it is told no."""

from simkit.model.causality import lost_without
from simkit.model.script import Script, StepKind, flat


def broken_by(script: Script, execution: int, step: int) -> tuple[int, ...]:
    """The answers that can never come once an execution has failed at a step."""
    without = lost_without(script)
    rest = [
        one.line
        for one in list(flat(script.executions[execution].steps))[step:]
        if one.kind in (StepKind.SEND, StepKind.ANSWER)
    ]
    nobody = {execution}.union(*(without[line][1] for line in rest))
    missing = set().union(*(without[line][0] for line in rest))
    return tuple(sorted(line for line in missing if script.lines[line].to not in nobody))
