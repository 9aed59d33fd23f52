"""Labels and `choices:` become rules; what nothing is said of is assumed in a document."""

from typing import Any

import pytest

import simkit as sk
from simkit.errors import ScenarioError
from simkit.formats.mermaid import read_sequence
from simkit.formats.scenario_file import read_scenario
from simkit.model.resolve import resolve
from simkit.model.rule import Chances, Conditions, Handlers, Turns, When
from simkit.model.scenario import Design

ASK = "sequenceDiagram\nC->>A: ask\nA->>B: Charge\nB-->>A: charged\n"


def design(drawing: str, **more: Any) -> Design:
    return sk.scenario(ASK + drawing, load="every 1 s", **more).designs[0]


def told(drawing: str, **more: Any) -> str:
    with pytest.raises(ScenarioError) as caught:
        design(drawing, **more)
    return "\n".join(str(problem).split("\n")[0] for problem in caught.value.problems)


def alt(first: str, second: str) -> str:
    return f"alt {first}\nA->>B: one\nelse {second}\nA->>B: two\nend\n"


def test_what_is_left_is_the_share_of_the_branch_without_one() -> None:
    (rule,) = design(alt("hit 90 %", "miss")).rules
    assert rule == Chances(shares=(0.9, 0.1, 0.0))
    (rule,) = design(alt("hit", "miss 90 %")).rules
    assert rule == Chances(shares=(0.1, 0.9, 0.0))
    (rule,) = design(alt("30 %", "30 %")).rules
    assert rule == Chances(shares=(0.3, 0.3, 0.4))
    (rule,) = design("opt 20 %\nA->>B: one\nend").rules
    assert rule == Chances(shares=(0.2, 0.8))


def test_what_has_happened_to_a_call() -> None:
    (rule,) = design(alt("Charge failed", "otherwise")).rules
    assert rule == Conditions(whens=(When(lines=frozenset({1}), how="failed"), None, None))
    (rule,) = design(alt("Charge timed out", '"Charge" refused')).rules
    lines = frozenset({1})
    assert rule == Conditions(
        whens=(When(lines=lines, how="timed out"), When(lines=lines, how="refused"), None)
    )


def test_a_label_that_is_that_of_a_message_asks_whether_it_has_happened() -> None:
    (rule,) = design("opt charged\nA->>B: one\nend").rules
    assert rule == Conditions(whens=(When(lines=frozenset({2})), None))


def test_what_comes_in_the_block_itself_or_below_it_cannot_be_asked_for() -> None:
    drawing = "alt one\nA->>B: one\nelse later\nA->>B: two\nend\nA->>B: later\n"
    (rule,) = design(drawing, reading="document").rules
    assert rule == Chances(shares=(0.5, 0.5, 0.0))
    assert "nothing that says how likely 'one' is" in told(drawing)


def test_how_a_call_ends_that_is_answered_in_the_block_is_not_known_there() -> None:
    drawing = "A->>B: Pay\nalt Pay failed\nB--xA: no\nelse\nB-->>A: yes\nend\n"
    (rule,) = design(drawing, reading="document").rules
    assert rule == Chances(shares=(0.5, 0.5, 0.0))
    asked = drawing.replace("alt Pay failed", 'alt "Pay" failed')
    assert told(asked) == (
        "diagram:6:1: diagram: found 'Pay failed', which is not known when it is decided; "
        "expected a share such as '50 %', or something that happens before"
    )


def test_choices_say_it_instead() -> None:
    said = {"hit": "75 %", "again": "every 1 s, 3 times", "odd": "refused"}
    drawing = (
        "alt hit\nA->>B: one\nelse miss\nA->>B: two\nend\nloop again\nA->>B: more\nend\n"
        "critical\nA->>B: save\nB-->>A: saved\noption odd\nA->>A: mend\nend\n"
    )
    chances, turns, handlers = design(drawing, choices=said).rules
    assert chances == Chances(shares=(0.75, 0.25, 0.0))
    assert isinstance(turns, Turns)
    assert (turns.most, turns.pause and turns.pause.mean) == (3, 1e9)
    assert handlers == Handlers(reasons=(frozenset({"refused"}),))
    (rule, *_) = design(drawing, choices=said | {"hit": "Charge failed"}).rules
    assert rule == Conditions(whens=(When(lines=frozenset({1}), how="failed"), None, None))


def test_a_design_says_other_choices_than_all() -> None:
    drawn = read_sequence(ASK + "opt hit\nA->>B: one\nend\n")
    document: dict[str, Any] = {"load": "every 1 s", "choices": {"hit": "20 %"}}
    document["designs"] = {
        "one": {"diagram": drawn},
        "two": {"diagram": drawn, "choices": {"hit": "30 %"}},
    }
    designs = resolve(document).designs
    assert [one.rules for one in designs] == [
        (Chances(shares=(0.2, 0.8)),),
        (Chances(shares=(0.3, 0.7)),),
    ]


def test_choices_that_name_no_block() -> None:
    drawing = "opt hit\nA->>B: one\nend\n"
    assert told(drawing, choices={"hti": "20 %", "hit": "20 %"}) == (
        "choices.hti: no block named 'hti' is drawn; expected one of 'hit'; did you mean 'hit'?"
    )
    assert told(drawing, choices={"hit": 20}) == (
        "choices.hit: found 20, a number without a unit; expected a share such as '50 %', or what "
        "has happened, such as 'Charge failed'"
    )
    assert told(drawing, choices={"hit": "20"}) == (
        "choices.hit: found '20', a number without a unit; expected a share such as '50 %', or "
        "what has happened"
    )
    assert told(drawing, choices={"hit": '"Chagre" failed'}) == (
        "choices.hit: no message named 'Chagre' is drawn; expected one of 'Charge', 'ask', "
        "'charged', 'one'; did you mean 'Charge'?"
    )


@pytest.mark.parametrize(
    ("drawing", "rule", "text"),
    [
        (alt("a", "b"), Chances(shares=(0.5, 0.5, 0.0)), "its 2 branches are equally likely"),
        (
            "alt 40 %\nA->>B: 1\nelse b\nA->>B: 2\nelse c\nA->>B: 3\nend",
            Chances(shares=(0.4, 0.3, 0.3, 0.0)),
            "2 branches share the other 60 % evenly",
        ),
        ("opt a\nA->>B: 1\nend", Chances(shares=(0.5, 0.5)), "happens to 50 % of the requests"),
        ("break a\nA->>B: 1\nend", Chances(shares=(0.5, 0.5)), "happens to 50 % of the requests"),
        ("loop a\nA->>B: 1\nend", Turns(most=2), "2 times"),
        ("loop at least 5 times\nA->>B: 1\nend", Turns(most=5), "5 times"),
        (
            "loop until charged\nA->>B: 1\nend",
            Turns(most=60, until=(When(lines=frozenset({2})),)),
            "at most 60 times",
        ),
        (
            "critical\nA->>B: 1\noption odd\nA->>B: 2\nend",
            Handlers(reasons=(frozenset({"timeout", "refused", "failure"}),)),
            "the option 'odd' handles every failure",
        ),
    ],
)
def test_what_a_document_leaves_open_is_assumed_and_told(
    drawing: str, rule: object, text: str
) -> None:
    found = design(drawing, reading="document")
    assert found.rules == (rule,)
    (said,) = [one for one in found.assumptions if one.endswith(text)]
    assert said.startswith("line 5 of the diagram: '")


def test_several_journeys_keep_their_rules() -> None:
    text = """
load: every 1 s
designs:
  one:
    journeys:
      first: {diagram: "sequenceDiagram\\n C->>A: x\\n opt 20 %\\n C->>A: y\\n end"}
      second:
        diagram: "sequenceDiagram\\n C->>A: z\\n A-->>C: w\\n opt w\\n C->>A: y\\n end"
"""
    one = read_scenario(text, "j.yaml").designs[0]
    assert one.rules == (
        Chances(shares=(0.2, 0.8)),
        Conditions(whens=(When(lines=frozenset({3})), None)),
    )
    first, second = one.script.sections
    assert (first.root, second.root) == (0, 1)
    assert one.script.executions[second.decider].lifeline == "C"
    assert one.script.lines[-1].within == ((1, 0),)


WARNED = {
    "a loop that nothing ends": (
        "C->>A: ask\nA-->>C: ok\nloop until late, at most 3 times\nC->>A: get\nA-->>C: got\nend\n"
        "C->>A: late\nA-->>C: yes",
        "nothing brings 'late' while 'loop until late, at most 3 times' waits for it: after 3 "
        "turns in vain C fails each time",
    ),
    "a loop that a lost message would end": (
        "C->>A: ask\nA-->>C: ok\nA-xB: lost\nloop until lost, at most 1 times\nC->>A: get\n"
        "A-->>C: got\nend",
        "nothing brings 'lost' while 'loop until lost, at most 1 times' waits for it: after 1 "
        "turn in vain C fails each time",
    ),
    "a loop of which nobody knows how long": (
        "C->>A: ask\nA-->>C: ok\nA-)B: do\nloop until do, at most 9 times\nC->>A: get\n"
        "A-->>C: got\nend",
        "how often 'loop until do, at most 9 times' goes round follows from mean times in what is "
        "known before a run; whatever queues makes it more",
    ),
    "an option for a timeout that cannot be": (
        "C->>A: ask\ncritical\nA->>B: do\nB-->>A: did\noption timeout\nA->>A: mend\nend\n"
        "A-->>C: ok",
        "no call in 'critical' has a timeout: 'option timeout' is never taken",
    ),
    "a call that never times out": (
        "C->>A: ask\nA->>B: do\nB-->>A: did\nopt do timed out\nA->>A: mend\nend\nA-->>C: ok",
        "'do' has no timeout: it never times out, as 'opt do timed out' asks",
    ),
    "pools that wait for each other in a branch": (
        "C->>A: ask\nA->>B: do\nopt 1 %\nB->>A: look\nA-->>B: seen\nend\nB-->>A: did\nA-->>C: ok",
        "A waits for B waits for A: with every worker waiting, this can lock up for ever",
    ),
    "a break in any case": (
        "C->>A: ask\nbreak always\nA-->>C: no\nend\nA->>B: more",
        "A always breaks off: 1 later step of it never happens",
    ),
}


@pytest.mark.parametrize("name", WARNED)
def test_what_is_found_before_the_run(name: str) -> None:
    drawing, warning = WARNED[name]
    workers = {"A": {"workers": 1}, "B": {"workers": 1}}
    participants = {key: form for key, form in workers.items() if f"{key}: " in drawing}
    found = sk.scenario(f"sequenceDiagram\n{drawing}", load="every 1 s", participants=participants)
    assert warning in found.designs[0].warnings
