"""What the compiled engine does not run."""

from simkit.engine.plan import Plan

MOST = 60  # each line, execution, participant or section is one bit of a number


def refusal(plan: Plan) -> str | None:
    """Why the compiled engine does not run a plan; None: it does."""
    # The program is written by modules that need numba.
    from simkit.engine.compiled import (  # noqa: PLC0415
        program_blocks,
        program_calls,
        program_faults,
        program_queues,
        program_serving,
    )

    sizes = {
        "lines": len(plan.lines),
        "executions": len(plan.executions),
        "participants": len(plan.pools),
        "blocks": len(plan.sections),
        "journeys": len(plan.roots),
    }
    for what, count in sizes.items():
        if count > MOST:
            return f"the design has {count} {what}, and it takes up to {MOST}"
    parts = (program_serving, program_queues, program_calls, program_blocks, program_faults)
    return next((found for part in parts if (found := part.refused(plan))), None)
