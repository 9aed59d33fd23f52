"""Which designs are compared with which, and what luck they share."""

import pytest

import simkit as sk
from simkit.formats.document import read_document
from simkit.model.pairing import named_work, partners, shared_luck, unpaired
from simkit.model.scenario import Scenario
from simkit.views.reading import reading

S = "sequenceDiagram\n"
ORDER = S + "C->>A: order\nA-->>C: yes"
ORDER_PACK = S + "C->>A: order\nA-->>C: yes\nA-)B: pack"
PACK = S + "C->>D: other\nD->>B: pack\nB-->>D: k\nD-->>C: yes"
ASK = S + "C->>A: ask\nA-->>C: yes"


def document(**drawings: str) -> Scenario:
    parts = (f"# {name}\n```mermaid\n{text}\n```\n" for name, text in drawings.items())
    return read_document("\n".join(parts), "doc.md")


def quick(scenario: Scenario) -> Scenario:
    times = {"horizon": "2 s", "warm-up": "0 s", "patience": "1 s", "replications": 2}
    return scenario.change("run", times)


@pytest.mark.parametrize(
    ("drawings", "expected"),
    [
        ({"one": ORDER}, {"one": ""}),
        ({"one": ORDER, "two": ORDER_PACK}, {"one": "", "two": "one"}),
        ({"one": ORDER, "two": ASK}, {"one": "", "two": ""}),
        ({"one": ORDER, "two": ASK, "three": ORDER}, {"one": "", "two": "", "three": "one"}),
        # By way of the second, the third is held against it, not against the first.
        (
            {"one": ORDER, "two": ORDER_PACK, "three": PACK},
            {"one": "", "two": "one", "three": "two"},
        ),
        # The first that shares anything, though a later one shares more.
        (
            {"one": ORDER, "two": ORDER_PACK, "three": ORDER_PACK},
            {"one": "", "two": "one", "three": "one"},
        ),
        # Answers, and what a client or a broker does, are no work of a pool.
        ({"one": ORDER, "two": S + "C->>B: go\nB-->>C: yes"}, {"one": "", "two": ""}),
        (
            {
                "one": S + "C->>A: x\nA->>Queue: put\nA-->>C: y",
                "two": S + "C->>B: z\nB->>Queue: put\nB-->>C: y",
            },
            {"one": "", "two": "one"},
        ),
        (
            {"one": S + "C->>C: go\nC->>A: x", "two": S + "D->>D: go\nD->>A: y"},
            {"one": "", "two": ""},
        ),
        # Two arrows without a label have no name to share, but one receiver has.
        ({"one": S + "C->>A:\nA-->>C:", "two": S + "C->>B:\nB-->>C:"}, {"one": "", "two": ""}),
        ({"one": S + "C->>A:\nA-->>C:", "two": S + "C->>A:\nA-->>C:"}, {"one": "", "two": "one"}),
    ],
)  # fmt: skip
def test_each_design_is_held_against_the_first_that_shares_named_work(
    drawings: dict[str, str], expected: dict[str, str]
) -> None:
    assert partners(document(**drawings).designs) == expected


def test_the_names_of_work_are_labels_and_streams() -> None:
    design = document(one=ORDER_PACK).designs[0]
    assert named_work(design) == {"order", "A.order", "pack", "B.pack"}


def test_luck_of_one_name_makes_partners() -> None:
    def two(luck: dict[str, object]) -> Scenario:
        return sk.scenario(
            {"one": S + "C->>A: x", "two": S + "C->>B: y"},
            load="poisson 1/s",
            messages={
                "x": {"work": "exponential 1 ms", **luck},
                "y": {"work": "exponential 1 ms", **luck},
            },
        )

    assert partners(two({}).designs) == {"one": "", "two": ""}
    assert partners(two({"luck": "dice"}).designs) == {"one": "", "two": "one"}
    assert shared_luck(two({"luck": "dice"}).designs) == [
        (("one", "two"), ("the arrivals", "the work of 'dice'"))
    ]


def test_work_of_clients_and_brokers_makes_no_partners() -> None:
    scenario = sk.scenario(
        {"one": S + "C->>C: go\nC->>Queue: put", "two": S + "C->>C: go\nC->>Queue: put"},
        load="every 1 s",
        work={"go": "1 ms", "put": "1 ms"},
    )
    assert partners(scenario.designs) == {"one": "", "two": ""}
    assert named_work(scenario.designs[0]) == frozenset()


def test_work_that_takes_no_time_makes_no_partners() -> None:
    designs = {"one": S + "C->>A: x", "two": S + "C->>A: x"}
    assert partners(sk.scenario(designs, load="every 1 s").designs) == {"one": "", "two": ""}


def test_luck_is_shared_within_each_group() -> None:
    scenario = document(one=ORDER, two=ASK, three=ORDER_PACK, four=ASK, five=PACK)
    assert shared_luck(scenario.designs) == [
        (("one", "three", "five"), ("the arrivals",)),
        (("two", "four"), ("the arrivals", "the work of 'A.ask'")),
    ]
    assert unpaired(scenario.designs) == (
        "the work of 'A.order' is drawn in one, three only: compared with the others, that luck "
        "is not shared",
        "the work of 'B.pack' is drawn in three, five only: compared with the others, that luck "
        "is not shared",
        "the work of 'D.other' is drawn in five only: compared with the others, that luck is not "
        "shared",
    )
    told = reading(scenario).split("\n")
    assert "  same luck in one and three and five: the arrivals" in told
    assert "  same luck in two and four: the arrivals, the work of 'A.ask'" in told


def test_one_group_is_every_design() -> None:
    scenario = document(one=ORDER, two=ORDER_PACK)
    assert "  same luck in every design: the arrivals, the work of 'A.order'" in reading(scenario)
    assert shared_luck(document(one=ORDER).designs) == []
    assert shared_luck(document(one=ORDER, two=ASK).designs) == []
    assert unpaired(document(one=ORDER, two=ASK).designs) == ()


def test_several_clients_have_arrivals_of_their_own() -> None:
    graph = "graph LR\nApp --> A\nApp --> B\nWeb --> A"
    [(names, luck)] = shared_luck(document(one=graph, two=graph).designs)
    assert names == ("one", "two")
    assert luck[:3] == ("the arrivals of App", "the journeys of App", "the arrivals of Web")


# ---------------------------------------------------------------------- verdicts


def told(scenario: Scenario) -> list[str]:
    return str(sk.run(quick(scenario))).split("\n")


def test_there_is_a_verdict_for_each_partner_and_none_between_strangers() -> None:
    lines = told(document(one=ORDER, two=ASK, three=ORDER_PACK, four=PACK))
    assert [line for line in lines if ", against " in line] == [
        "three, against one",
        "four, against three",
    ]
    assert [line for line in lines if "no verdict" in line] == [
        "no verdict between one and two: they share no work by name"
    ]


def test_one_group_needs_no_word_about_strangers() -> None:
    lines = told(document(one=ORDER, two=ORDER_PACK))
    assert [line for line in lines if ", against " in line] == ["two, against one"]
    assert not any("no verdict" in line for line in lines)


def test_different_loads_have_no_verdict() -> None:
    scenario = document(one=ORDER, two=ORDER_PACK).change("designs.two.load", "poisson 50/s")
    lines = told(scenario)
    assert lines[lines.index("two, against one") + 1] == (
        "no verdict: the two have different loads"
    )
