"""Theory in the table and in the pictures, as somebody sees it."""

import numpy as np
import pytest
from rich.console import Group

import simkit as sk
from simkit.analysis.estimate import Estimate
from simkit.analysis.known import Known
from simkit.analysis.known.against import beside
from simkit.model.metric import MetricName
from simkit.views import theory
from simkit.views.study import Study
from simkit.views.table import as_text
from simkit.views.theory import theory_block

DESIGNS = {
    "blocking": """sequenceDiagram
  Client->>API: Ask
  API->>Worker: Job
  Worker-->>API: Done
  API-->>Client: Yes""",
    "accepted": """sequenceDiagram
  Client->>API: Ask
  API-->>Client: Accepted
  API-)Worker: Job""",
}
WORK = {"Ask": "exponential 5 ms", "Job": "exponential 50 ms"}


def pair(load: str = "poisson 40/s", **run: object) -> sk.Scenario:
    return sk.scenario(
        DESIGNS,
        load=load,
        work=WORK,
        workers={"API": 8, "Worker": 4},
        network="1 ms",
        name="A pair",
        run={"horizon": "20 s", "warm-up": "2 s", "replications": 4} | run,
    )


@pytest.fixture(scope="module")
def study() -> Study:
    return sk.run(pair())


def block(study: Study) -> list[str]:
    return as_text(Group(*theory_block(study))).splitlines()


def test_the_block_at_80_columns(study: Study) -> None:
    lines = block(study)
    assert max(map(len, lines)) <= 80
    assert lines[0] == "theory, for the steady state"
    assert lines[1] == "accepted"
    assert lines[2].split() == ["simulated", "theory", "off", "formula"]
    said = [line.split() for line in lines[3:9]]
    assert [line[0] for line in said] == [
        "acknowledged",
        "p99",
        "completed",
        "p99",
        "utilisation",
        "backlog",
    ]
    # 1 + 5 + 1 ms; its tail: 2 ms and 5 ms × ln 100.
    assert "7.000 ms" in lines[3]
    assert lines[3].endswith("M/G/∞")
    assert "25.03 ms" in lines[4]
    assert lines[4].rstrip().endswith("%")  # the formula is not said twice
    # 1 + 5 + 1 + 50 ms, and 50 ms / (4 - 2) × C(4, 2) = 0.17391 of wait.
    assert "61.35 ms" in lines[5]
    assert lines[7].split()[:2] == ["utilisation", "Worker"]
    assert "50.00 %" in lines[7]
    assert "2.454" in lines[8]
    assert lines[8].endswith("Little's law")


def test_the_block_counts_those_within_their_intervals(study: Study) -> None:
    line = block(study)[9]
    inside, _, count = line.partition(" of 6 exact numbers within ± (1 in 20 is not, by chance), ")
    assert int(inside) <= 6
    assert count in [f"{jointly} jointly (95 %)" for jointly in range(int(inside), 7)]


def test_the_block_says_why_a_design_has_none(study: Study) -> None:
    assert block(study)[-1] == (
        "– no theory of blocking: API holds its workers while it waits for Worker"
    )


def test_the_block_stands_in_the_table_of_the_study(study: Study) -> None:
    assert "\n".join(block(study)) in repr(study)


def test_only_one_clock_may_have_none() -> None:
    one = sk.scenario(
        DESIGNS["accepted"],
        load="poisson 40/s",
        work=WORK,
        workers={"Worker": 1},
        run={"horizon": "2 s", "warm-up": "0 s", "patience": "0 s", "replications": 2},
    )
    lines = block(sk.run(one))
    found = " ".join(lines[-2:])
    assert found == (
        "– no theory of completed of design: no steady state: Worker gets 40 messages a second "
        "and can do 20, so that 20 more wait every second"
    )
    assert any(line.endswith("capacity of Worker") for line in lines)


def test_nothing_known_says_only_why() -> None:
    one = sk.scenario(
        DESIGNS["blocking"],
        load="every 25 ms",
        work=WORK,
        workers={"API": 2, "Worker": 1},
        run={"horizon": "2 s", "warm-up": "0 s", "replications": 2},
    )
    found = " ".join(block(sk.run(one)))
    assert found == "– no theory of design: API holds its workers while it waits for Worker"


def test_one_run_by_batch_means_is_judged_too() -> None:
    lines = block(sk.run(pair(replications=1)))
    assert any("exact numbers within ±" in line for line in lines)


# ---------------------------------------------------------------------- rows


def cells(value: float, half: float, known: Known, metric: str = "acknowledged") -> list[str]:
    statistic = "share" if metric == "told" else "mean"
    name = MetricName(design="d", metric=metric, part="", statistic=statistic)
    found = Estimate(value=value, low=value - half, high=value + half, replications=10)
    return list(theory._cells(beside([(name, known, found)])[0]))[2:]


def number(value: float, *, exact: bool = True) -> Known:
    return Known(value=value, formula="M/M/1", source="", exact=exact)


@pytest.mark.parametrize(
    ("value", "half", "known", "metric", "said"),
    [
        (0.51, 0.02, number(0.5), "noticed", ["510 ± 20 ms", "500.0 ms", "+2.0 %", "M/M/1"]),
        (0.49, 0.002, number(0.5), "noticed", ["490.0 ± 2.0 ms", "500.0 ms", "-2.0 % !", "M/M/1"]),
        (
            0.6,
            0.002,
            number(0.5, exact=False),
            "noticed",
            ["600.0 ± 2.0 ms", "about 500.0 ms", "+20.0 %", "M/M/1"],
        ),
        (7.9, 0.2, number(8.0), "throughput", ["7.90 ± 0.20/s", "8.000/s", "-1.2 %", "M/M/1"]),
        (0.143, 0.001, number(1 / 7), "told", ["14.30 ± 0.10 %", "14.29 %", "+0.1 %", "M/M/1"]),
        (12345.0, 10.0, number(12345.6), "backlog", ["12,345 ± 10", "12,346", "+0.0 %", "M/M/1"]),
        (0.1, 0.1, number(0.0), "backlog", ["0.10 ± 0.10", "0", "", "M/M/1"]),
    ],
)  # fmt: skip
def test_a_row(value: float, half: float, known: Known, metric: str, said: list[str]) -> None:
    assert cells(value, half, known, metric) == said


def test_what_no_interval_explains_is_pointed_out() -> None:
    name = MetricName(design="d", metric="backlog", part="", statistic="mean")
    found = Estimate(value=2.0, low=1.9, high=2.1, replications=10)
    lines = [str(line) for line in theory._agreement(beside([(name, number(1.0), found)]))]
    assert lines == [
        "0 of 1 exact numbers within ± (1 in 20 is not, by chance), 0 jointly (95 %)",
        "! the run is too short, or the design not what it is taken for",
    ]


# ---------------------------------------------------------------------- pictures


def test_the_latency_plot_has_dots_where_the_law_is_known(study: Study) -> None:
    figure = study.plot.latency().figure
    first, second = figure.axes
    dots = [[line for line in axes.lines if line.get_marker() == "o"] for axes in (first, second)]
    assert [len(found) for found in dots] == [1, 1]
    assert dots[0][0].get_markeredgecolor() == "#D55E00"  # accepted is the second design
    x, y = (np.asarray(values, dtype=float) for values in dots[0][0].get_data())
    known = np.exp(-(x - 0.002) / 0.005)  # by hand: 2 ms and an exponential time of 5 ms
    assert np.allclose(y, known, rtol=0.03)
    said = [text.get_text() for legend in figure.legends for text in legend.get_texts()]
    assert "accepted, theory: M/G/∞; M/M/4" in said


def test_the_legend_of_the_designs_is_as_it_was(study: Study) -> None:
    figure = study.plot.latency().figure
    texts = [[text.get_text() for text in legend.get_texts()] for legend in figure.legends]
    assert ["blocking", "accepted"] in texts


def test_theory_does_not_change_what_a_panel_shows(study: Study) -> None:
    panel = study.plot.latency("acknowledged").figure.axes[0]
    bottom = panel.get_ylim()[0]
    dots = next(line for line in panel.lines if line.get_marker() == "o")
    shares = np.asarray(dots.get_ydata(), dtype=float)
    assert shares.min() > bottom
    assert shares.max() < 0.999


def test_where_nothing_is_known_there_are_no_dots() -> None:
    one = sk.scenario(
        DESIGNS["blocking"],
        load="every 25 ms",
        work=WORK,
        workers={"API": 2, "Worker": 1},
        run={"horizon": "2 s", "warm-up": "0 s", "replications": 2},
    )
    figure = sk.run(one).plot.latency().figure
    assert all(line.get_marker() != "o" for axes in figure.axes for line in axes.lines)
    assert len(figure.legends) == 1


def test_a_sweep_has_a_dotted_line_as_far_as_there_is_a_steady_state() -> None:
    one = sk.scenario(
        "sequenceDiagram\n  Client->>API: Ask\n  API-->>Client: Yes",
        load="poisson 8/s",
        work={"Ask": "exponential 100 ms"},
        workers={"API": 1},
        network="0 s",
        run={"horizon": "40 s", "warm-up": "4 s", "patience": "4 s", "replications": 2},
    )
    curve = sk.sweep(one, {"load.Client": ["2/s", "8/s", "12/s"]}, jobs=1)
    figure = curve.plot("acknowledged.mean").figure
    panel = figure.axes[0]
    dotted = [line for line in panel.lines if line.get_linestyle() == ":" or line.is_dashed()]
    assert len(dotted) == 1
    x, y = (np.asarray(values, dtype=float) for values in dotted[0].get_data())
    assert x[0] == 2
    assert 9.5 < x[-1] < 10
    scale = 1.0 if "(s)" in panel.get_ylabel() else 1000.0
    assert np.allclose(y, scale * 0.1 / (1 - x / 10))
    assert panel.get_ylim()[1] < y.max()  # the line goes on above what the sweep shows
    assert figure.legends[0].get_texts()[-1].get_text() == "dotted: theory"


def test_a_sweep_over_words_has_dashes_at_its_points() -> None:
    one = sk.scenario(
        "sequenceDiagram\n  Client->>API: Ask\n  API-->>Client: Yes",
        load="poisson 8/s",
        work={"Ask": "exponential 100 ms"},
        workers={"API": 3},
        network="0 s",
        run={"horizon": "40 s", "warm-up": "4 s", "replications": 2},
    )
    laws = ["exponential 100 ms", "gamma 100 ms cv 0.5"]
    figure = sk.sweep(one, {"messages.Ask.work": laws}, jobs=1).plot("completed.mean").figure
    dashes = [line for line in figure.axes[0].lines if line.get_marker() == "_"]
    assert [len(np.asarray(line.get_xdata())) for line in dashes] == [2]
    text = figure.legends[0].get_texts()[-1].get_text()
    assert text == "dotted: theory, in part an approximation"
