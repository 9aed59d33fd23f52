"""Blocks in words: which branches there are, who decides, how often, and what ends it."""

from simkit.model.diagram import BlockKind
from simkit.model.rule import Chances, Conditions, Gathering, Handlers, Rule, Turns, When
from simkit.model.scenario import Design
from simkit.model.script import Execution, Section, Step, StepKind
from simkit.units import number_text, share_text, time_text
from simkit.views.reading_policy import label_of

_HOW = {
    "happened": "has happened",
    "succeeded": "has gone well",
    "failed": "has failed",
    "refused": "has been refused",
    "timed out": "has timed out",
}


def block_text(design: Design, execution: Execution, step: Step, *, again: bool) -> str:
    """What a block is to one execution, in one line.

    Args:
        design: What it is of.
        execution: Whose step it is.
        step: Of a kind that has branches.
        again: Whether it has taken a branch of this block before.
    """
    if step.kind is StepKind.FORK:
        return f"side by side, until all are over ({len(step.branches)} branches)"
    section, rule = design.script.sections[step.line], design.rules[step.line]
    if again:
        return f"below {_block(section)}, as it was decided"
    match rule:
        case Turns():
            return f"loop, {_turns(design, rule)}{_decides(design, execution, section)}"
        case Gathering():
            return _gathering(rule, len(section.labels))
        case Handlers():
            name = f" '{section.labels[0]}'" if section.labels[0] else ""
            return f"tries{name}"
        case _:
            return _choice(section) + _decides(design, execution, section)


def branch_text(design: Design, step: Step, branch: int) -> str:
    """What a branch of a block is taken for; "" if there is nothing to say."""
    if step.kind in (StepKind.FORK, StepKind.GATHER, StepKind.REPEAT):
        return ""
    section, rule = design.script.sections[step.line], design.rules[step.line]
    label = section.labels[branch] if branch < len(section.labels) else ""
    if isinstance(rule, Handlers):
        return _handles(rule, branch, label)
    if branch == len(section.labels):
        return _none_of_them(rule)
    why, named = _why(design, rule, branch), f"'{label}'" if label else ""
    if named and _share_in(rule, branch) in label:
        return named
    if isinstance(rule, Chances) and branch and not named:
        named = "else"
    return f"{named} ({why})" if named else why


def _choice(section: Section) -> str:
    if section.kind is BlockKind.ALT and len(section.labels) > 1:
        return f"one of {len(section.labels)} branches"
    return "breaks off, or not" if section.kind is BlockKind.BREAK else "one branch, or none"


def _none_of_them(rule: Rule) -> str:
    if isinstance(rule, Chances):
        return f"none of them ({_share(rule.shares[-1])})" if rule.shares[-1] > 1e-12 else ""
    assert isinstance(rule, Conditions)
    return "none of them" if None not in rule.whens[:-1] else ""


def _why(design: Design, rule: Rule, branch: int) -> str:
    if isinstance(rule, Chances):
        return _share(rule.shares[branch])
    assert isinstance(rule, Conditions)
    when = rule.whens[branch]
    return "otherwise" if when is None else f"if {when_text(design, when)}"


def _share_in(rule: Rule, branch: int) -> str:
    """How a label says how likely its branch is; a text that is in no label otherwise."""
    return _share(rule.shares[branch]) if isinstance(rule, Chances) else "\0"


def _handles(rule: Handlers, branch: int, label: str) -> str:
    if branch == 0:
        return ""
    reasons = sorted(rule.reasons[branch - 1])
    said = "any failure" if len(reasons) > 2 else " or ".join(reasons)
    return f"on {said}" + (f" ('{label}')" if label.lower() not in ("", *reasons, said) else "")


def _turns(design: Design, rule: Turns) -> str:
    pause = "" if rule.pause is None else f"every {rule.pause}"
    if rule.pause is not None and rule.growth != 1:
        pause += f" growing by {number_text(rule.growth)}"
    if rule.cap is not None:
        pause += f" to {time_text(rule.cap)}"
    times = f"{rule.most:,} time{'s' * (rule.most != 1)}"
    if not rule.until:
        return f"{pause}, {times}" if pause else times
    until = f"until {' or '.join(when_text(design, when) for when in rule.until)}"
    return f"{pause} {until}, at most {times}, else it fails".strip()


def when_text(design: Design, when: When) -> str:
    """Something that is asked for, in words."""
    names = dict.fromkeys(label_of(design.script.lines[line]) for line in sorted(when.lines))
    return f"{' or '.join(names)} {_HOW[when.how]}"


def _gathering(rule: Gathering, branches: int) -> str:
    whole = rule.copies if rule.copies > 1 else branches
    what = f"{whole} copies side by side" if rule.copies > 1 else "side by side"
    needed = "all are" if rule.needed == whole else "one is" if rule.needed == 1 else ""
    text = f"{what}, until {needed or f'{rule.needed} are'} over"
    if rule.copies == 1:
        text += f" ({branches} branch{'es' * (branches > 1)})"
    return text if rule.deadline is None else f"{text}, for {time_text(rule.deadline)} at most"


def _decides(design: Design, execution: Execution, section: Section) -> str:
    """Who decides."""
    if section.decider == execution.role:
        return ": it decides"
    decider = design.script.executions[section.decider]
    return f": {decider.lifeline} decides"


def _block(section: Section) -> str:
    return f"'{section.kind.value} {section.labels[0]}".rstrip() + "'"


def _share(share: float) -> str:
    return share_text(round(share, 6))
