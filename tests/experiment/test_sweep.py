"""Sweeps: what the values of an axis are, what a point gives, how the work is split."""

import json
from dataclasses import replace
from math import inf, isnan, nan
from pathlib import Path

import numpy as np
import pytest

import simkit as sk
from simkit.analysis.estimate import Estimate, Reading
from simkit.errors import AuditError, ScenarioError, SimulationError
from simkit.experiment import parallel
from simkit.experiment.axes import Axis, axes_from_texts, read_axis
from simkit.experiment.parallel import finished_points, measured_unit
from simkit.experiment.ranges import points_of
from simkit.experiment.results import Results
from simkit.experiment.sweep import Plan, default_metrics, make_plan
from simkit.experiment.sweep_folder import SweepFolder
from simkit.model.metric import Dimension, MetricName
from simkit.model.scenario import Scenario
from simkit.views.sweep_output import csv_text
from simkit.views.sweep_plot import kind_of
from simkit.views.table import metric_of, rows

AGAIN = "again; expected each path once"
CALL = "sequenceDiagram\nC->>A: ask\nA-->>C: yes"
PAIR = {
    "blocking": "sequenceDiagram\nC->>A: ask\nA->>B: work\nB-->>A: worked\nA-->>C: yes",
    "accepted": "sequenceDiagram\nC->>A: ask\nA-->>C: accepted\nA->>B: work",
}


def sure(**run: object) -> Scenario:
    """Requests each 10 ms, 5 ms of work: the answer is arithmetic."""
    about = {"horizon": "1 s", "replications": 2, **run}
    return sk.scenario(CALL, work={"ask": "5 ms"}, load="every 10 ms", run=about)


def chance() -> Scenario:
    return sk.scenario(
        PAIR,
        work={"ask": "exponential 5 ms", "work": "exponential 50 ms"},
        load="poisson 40/s",
        workers={"A": 8, "B": 4},
        run={"horizon": "6 s", "warm-up": "1 s", "replications": 2, "seed": 3},
    )


def plan_of(scenario: Scenario, *texts: str) -> Plan:
    return make_plan(scenario, axes_from_texts(texts))


# ---------------------------------------------------------------------- the values of an axis


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10/s..40/s:4", ("10/s", "20/s", "30/s", "40/s")),
        ("10/s..150/s:12", ("10/s", "22.73/s", "35.45/s")),
        ("40/s..10/s:2", ("40/s", "10/s")),
        ("1 ms .. 1 s : 4 log", ("1 ms", "10 ms", "100 ms", "1 s")),
        ("0 ms..1 s:3", ("0 ms", "500 ms", "1 s")),
        ("10 %..20 %:3", ("10 %", "15 %", "20 %")),
        ("4..16:4", (4, 8, 12, 16)),
        ("1..64:7 log", (1, 2, 4, 8, 16, 32, 64)),
        ("4, 8,16", (4, 8, 16)),
        ("1..3:3,10", (1, 2, 3, 10)),
        ("holds,releases", ("holds", "releases")),
        ("exponential 5 ms,constant 5 ms", ("exponential 5 ms", "constant 5 ms")),
        ("empirical ../t.csv column t", ("empirical ../t.csv column t",)),
    ],
)
def test_values_are_listed_or_a_range(text: str, values: tuple[object, ...]) -> None:
    found = read_axis("a", text).values
    assert found[: len(values)] == values
    assert [type(one) for one in found[: len(values)]] == [type(one) for one in values]


def test_a_range_has_its_ends_and_its_number_of_points() -> None:
    axis = read_axis("load.Client", "10/s..150/s:12")
    assert len(axis.values) == 12
    assert (axis.values[0], axis.values[-1]) == ("10/s", "150/s")
    steps = [after - before for before, after in zip(axis.numbers, axis.numbers[1:], strict=False)]
    assert steps == pytest.approx([140 / 11] * 11, rel=1e-3)


def test_what_is_no_quantity_has_places_in_a_row() -> None:
    assert read_axis("a", "4,8,unlimited").numbers == (0.0, 1.0, 2.0)
    assert read_axis("a", "4,8,unlimited").dimension is None
    assert read_axis("a", "100 ms,2 s").numbers == (0.1, 2.0)
    assert read_axis("a", "100 ms,2 s").dimension is Dimension.TIME


def test_python_gives_lists_too() -> None:
    assert read_axis("a", ["20/s", "40/s..60/s:2"]).values == ("20/s", "40/s", "60/s")
    assert read_axis("a", [4, "8..10:3"]).values == (4, 8, 9, 10)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "a: found an empty value; expected a value such as '10/s'"),
        ("1,,2", "a: found an empty value; expected a value such as '10/s'"),
        ("4,4", "a: found '4' again; expected each value once"),
        ("1000 ms,1 s", "a: found '1 s' again, which is '1000 ms'; expected each value once"),
        (
            "5 ms,10/s",
            "a: found '5 ms', a time, and '10/s', a rate; expected values of one kind",
        ),
        (
            "10/s..5 ms:3",
            "a: found '5 ms', which is a time; expected a rate such as '80/s'",
        ),
        (
            "10/s..150/sec:3",
            "a: found '150/sec', whose unit '/sec' is unknown; expected a rate in /ms, /s, /min, "
            "/h or /d, such as '80/s'; did you mean '/s'?",
        ),
        (
            "10/s..150/s:1",
            "a: found '1' for the points of '10/s..150/s:1'; expected 2 or more",
        ),
        ("10/s..150/s:x", "a: found 'x' for the points of '10/s..150/s:x'; expected 2 or more"),
        ("1..9:10001", "a: found 10,001 points in '1..9:10001'; expected at most 10,000"),
        ("10/s..20/s", "a: found '10/s..20/s'; expected a range such as '10/s..150/s:12'"),
        ("5..5:3", "a: found '5..5:3', which ends where it begins; expected two different ends"),
        ("0..8:3 log", "a: found 0 in '0..8:3 log', which has no logarithm; expected ends above 0"),
        ("1..8:3 lag", "a: found 'lag' after the range; expected 'log' or nothing"),
        (
            "x..8:3",
            "a: found 'x' at the beginning of 'x..8:3'; expected a bare quantity such as '10/s', "
            "'5 ms', '20 %' or '4'",
        ),
        (
            "4..16:6",
            "a: found '4..16:6', with the point 6.4; expected whole numbers, such as '4..16:5'",
        ),
        (
            "1..10:3 log",
            "a: found '1..10:3 log', with the point 3.16228; expected whole numbers, such as "
            "'4,8,16'",
        ),
    ],
)
def test_a_wrong_value_is_refused(text: str, error: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_axis("a", text)
    assert str(refused.value) == error


def test_what_a_range_offers_instead_is_read() -> None:
    assert points_of("4..16:5") == [4, 7, 10, 13, 16]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ([], "a: found no values; expected at least one"),
        (4, "a: found a int; expected a list of values"),
        ([0.5], "a: found 0.5; expected a text such as '10/s', or a whole number"),
        ([True], "a: found True; expected a text such as '10/s', or a whole number"),
        ([None], "a: found a NoneType; expected a text such as '10/s', or a whole number"),
    ],
)
def test_a_wrong_value_of_python_is_refused(values: object, error: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_axis("a", values)
    assert str(refused.value) == error


# ---------------------------------------------------------------------- the grid


def test_several_axes_make_a_grid() -> None:
    plan = plan_of(chance(), "load.C=20/s,40/s", "participants.B.workers=2,4,8")
    assert plan.points == (
        ("20/s", 2),
        ("20/s", 4),
        ("20/s", 8),
        ("40/s", 2),
        ("40/s", 4),
        ("40/s", 8),
    )
    assert plan.name(4) == "load.C=40/s, participants.B.workers=4"
    assert plan.scenario_at(4).design("accepted").participant("B").workers == 4
    assert str(plan.scenario_at(4).designs[0].load) == "poisson 40/s"


@pytest.mark.parametrize(
    ("texts", "error"),
    [
        (["load.C=1/s", "load.C=2/s"], f"--vary load.C=2/s: found 'load.C' {AGAIN}"),
        (["load=5/s", "load.C=20/s"], f"--vary load.C=20/s: found 'load.C' {AGAIN}"),
        (["run=1", "run.seed=2"], f"--vary run.seed=2: found 'run.seed' {AGAIN}"),
        (
            ["load.C=5 ms,6 ms"],
            "--vary load.C=5 ms,6 ms: load: found '5 ms', which is a time; expected a rate such "
            "as '80/s'",
        ),
        (
            ["participants.B.wrokers=1,2"],
            "--vary participants.B.wrokers=1,2: participants.B.wrokers: unknown key 'wrokers'; "
            "expected one of ack, autoscale, bandwidth, batch, capacity, changes, confirm, "
            "consumer, contention, cpus, dead-letter, dedupe, detect-after, discipline, dispatch, "
            "durable, extend-every, fetch, instances, kind, late-ack, lease, linger, "
            "max-deliveries, on-failure, on-reject, partitions, poll, prefetch, queue, "
            "rebalance-pause, redrive-after, requeue, retry-delay, shed, ttl, waiting, "
            "when-full, workers; did you mean 'workers'?",
        ),
        (
            ["participants.B.workers=four,0,3"],
            "--vary participants.B.workers=four,0,3: participants.B.workers: found 'four'; "
            "expected a whole number from 1 to 1,000,000,000 or unlimited",
        ),
        (["load.C"], "--vary load.C: found no '='; expected PATH=VALUES"),
        (
            ["load.C=1\x1b"],
            "--vary load.C=1\ufffd: found the character '\\x1b'; expected text that can be seen",
        ),
        (
            ["load.C=10/s,"],
            "--vary load.C=10/s,: load.C: found an empty value; expected a value such as '10/s'",
        ),
        (
            ["participants.B.workers=1..5000:5000"],
            "found 5,000 points with 20,000 runs; expected at most 10,000 runs (points, times "
            "designs, times replications)",
        ),
        (
            ["participants.B.workers=1..9000:9000"],
            "found 9,000 points with at least 18,000 runs; expected at most 10,000 runs (points, "
            "times designs, times replications)",
        ),
    ],
)
def test_a_wrong_axis_is_refused_with_the_option_that_said_it(texts: list[str], error: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        plan_of(chance(), *texts)
    assert str(refused.value) == error


def test_every_wrong_axis_is_told_at_once() -> None:
    with pytest.raises(ScenarioError) as refused:
        plan_of(chance(), "participants.A.workers=1,x", "participants.B.workers=y,2")
    assert len(refused.value.problems) == 2


def test_a_name_in_quotes_may_hold_the_sign() -> None:
    (axis,) = axes_from_texts(['messages."a=b".work=1 ms,2 ms'])
    assert axis.path == 'messages."a=b".work'


def test_nothing_to_vary_is_refused() -> None:
    with pytest.raises(ScenarioError, match="found nothing to vary; expected PATH=VALUES"):
        sk.sweep(sure(), {})
    with pytest.raises(ScenarioError, match=r"found a dict to sweep; expected a scenario, as in"):
        sk.sweep({}, {"run.seed": [1]})  # type: ignore[arg-type]


def test_the_metrics_kept_are_those_of_the_table() -> None:
    scenario = chance()
    results = Results(scenario=scenario, recordings={d.name: () for d in scenario.designs})
    for design in scenario.designs:
        table = [metric_of(results, design.name, row) for row in rows(results)]
        assert list(default_metrics(design)) == table


def test_a_metric_can_be_added_for_those_that_have_it() -> None:
    scenario = chance()
    axis = read_axis("run.seed", [1, 2])
    kept = make_plan(scenario, [axis], metrics=["backlog.B.mean"]).metrics
    added = MetricName(design="accepted", metric="backlog", part="B", statistic="mean")
    assert kept["accepted"][-1] == added
    assert kept["blocking"][-1] == replace(added, design="blocking")
    kept = make_plan(scenario, [axis], metrics=["accepted.backlog.B.mean"]).metrics
    assert kept["accepted"][-1] == added
    assert replace(added, design="blocking") not in kept["blocking"]
    with pytest.raises(ScenarioError) as refused:
        make_plan(scenario, [axis], metrics=["backlog.X.mean"])
    assert str(refused.value) == (
        "--metric backlog.X.mean: unknown part 'X'; expected one of backlog.C, backlog.A, backlog.B"
    )


def test_a_pool_that_is_limited_at_some_points_is_kept_at_all() -> None:
    curve = sk.sweep(sure(), {"participants.A.workers": ["unlimited", 2]}, jobs=1)
    found = curve.table.query("metric == 'utilisation.A.mean'")
    assert isnan(found["value"].iloc[0])
    assert found["reason"].iloc[0] == "A has unlimited workers"
    assert found["value"].iloc[1] == pytest.approx(0.25)


# ---------------------------------------------------------------------- the points


def test_a_point_is_arithmetic() -> None:
    curve = sk.sweep(sure(), {"messages.ask.work": "1 ms..9 ms:5"}, jobs=1)
    table = curve.table.query("metric == 'acknowledged.p95'")
    assert table["messages.ask.work"].tolist() == [0.001, 0.003, 0.005, 0.007, 0.009]
    assert table["value"].tolist() == [0.001, 0.003, 0.005, 0.007, 0.009]
    assert table["high"].tolist() == table["low"].tolist() == table["value"].tolist()


def test_a_point_is_the_scenario_run_alone() -> None:
    scenario = chance()
    curve = sk.sweep(
        scenario, {"load.C": ["20/s", "60/s"], "participants.B.workers": [2, 4]}, jobs=1
    )
    for number, (load, workers) in enumerate(curve.plan.points):
        alone = scenario.change("load.C", load).change("participants.B.workers", workers)
        study = sk.run(alone)
        for names in curve.plan.metrics.values():
            for name in names:
                # As text, since a number that is refused equals not even itself.
                found = curve.readings[number][name]
                assert repr(found) == repr(study.readings(name)), (number, name)
        point = curve.point(number)
        verdicts = [
            one.compare("accepted", "blocking").verdict("acknowledged.mean")
            for one in (point, study)
        ]
        assert repr(verdicts[0]) == repr(verdicts[1])


def test_neighbouring_points_share_their_luck() -> None:
    """With pools that never queue, more workers change nothing at all."""
    curve = sk.sweep(chance(), {"participants.B.workers": [500, 1000]}, jobs=1)
    name = curve.metric("acknowledged.mean", "blocking")
    assert curve.readings[0][name] == curve.readings[1][name]


def test_the_work_can_be_split_in_any_way() -> None:
    texts = ("load.C=20/s,40/s,60/s", "participants.B.workers=2,4")
    plan = plan_of(chance(), *texts)
    found = []
    for jobs in (1, 2, 3):
        readings = dict(finished_points(plan, range(6), jobs))
        assert sorted(readings) == list(range(6))
        found.append(repr({number: readings[number] for number in range(6)}))
    assert found[0] == found[1] == found[2]


def test_a_result_does_not_say_how_the_work_was_split(tmp_path: Path) -> None:
    vary = {"load.C": ["20/s", "60/s"]}
    texts = []
    for jobs in (1, 2):
        curve = sk.sweep(chance(), vary, jobs=jobs, out=tmp_path / str(jobs))
        texts.append((csv_text(curve), repr(curve)))
    assert texts[0] == texts[1]
    files = [sorted(folder.rglob("*.json")) for folder in (tmp_path / "1", tmp_path / "2")]
    assert len(files[0]) == 3
    assert [one.read_bytes() for one in files[0]] == [one.read_bytes() for one in files[1]]


def test_a_metric_that_was_not_kept_is_refused() -> None:
    curve = sk.sweep(sure(), {"run.seed": [1, 2]}, jobs=1)
    with pytest.raises(ScenarioError, match="which this sweep has not kept"):
        curve.metric("told.ok.share", "design")
    with pytest.raises(ScenarioError, match="which this sweep has not kept"):
        curve.point(0).estimate("told.ok.share")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_model_that_cannot_go_on_names_the_point(jobs: int) -> None:
    load = "users 1 think 1 ms"
    about = {"horizon": "1 s", "warm-up": "0 s", "replications": 1}
    scenario = sk.scenario(CALL, load=load, run=about)
    plan = plan_of(scenario, f"load.C={load},users 1 think 0 s")
    with pytest.raises(SimulationError) as failed:
        list(finished_points(plan, range(2), jobs))
    where = "at load.C=users 1 think 0 s, design 'design', replication 0: C at 0 s: its 1 users"
    assert str(failed.value).startswith(where)


def test_a_model_that_cannot_even_warm_up_names_the_point() -> None:
    scenario = sk.scenario(CALL, load="users 1 think 1 ms", run={"horizon": "1 s"})
    with pytest.raises(SimulationError) as failed:
        measured_unit(plan_of(scenario, "load.C=users 1 think 0 s"), (0, 0))
    where = "at load.C=users 1 think 0 s, design 'design', a pilot run: C at 0 s: its 1 users have"
    assert str(failed.value).startswith(where)


def test_books_that_do_not_balance_name_the_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "audit", lambda *_: ["one is missing"])
    with pytest.raises(AuditError) as failed:
        measured_unit(plan_of(sure(), "run.seed=4,5"), (1, 1))
    assert str(failed.value) == (
        "at run.seed=5, design 'design', replication 1: the books do not balance: one is missing"
    )


# ---------------------------------------------------------------------- the directory


def test_a_sweep_goes_on_with_the_points_that_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vary = {"load.C": ["20/s", "40/s", "60/s"]}
    whole = sk.sweep(chance(), vary, jobs=1, out=tmp_path / "a")
    for number in (1, 3):
        (tmp_path / "a" / "points" / f"{number}.json").unlink()
    (tmp_path / "a" / "points" / "1.jsonxyz.part").write_text("half")
    ran = []
    original = measured_unit

    def counted(plan: Plan, unit: tuple[int, int], progress: object = None) -> object:
        ran.append(unit)
        return original(plan, unit)

    monkeypatch.setattr(parallel, "measured_unit", counted)
    again = sk.sweep(chance(), vary, jobs=1, out=tmp_path / "a")
    assert ran == [(0, 0), (0, 1), (2, 0), (2, 1)]
    assert csv_text(again) == csv_text(whole)
    assert sorted(path.name for path in (tmp_path / "a" / "points").iterdir()) == [
        "1.json",
        "2.json",
        "3.json",
    ]


def test_numbers_that_json_does_not_know_are_kept(tmp_path: Path) -> None:
    plan = plan_of(sure(), "run.seed=4,5")
    folder = SweepFolder(tmp_path / "a", plan)
    odd = (
        Reading(value=inf, share=0.0),
        Reading(value=nan, reason="too few"),
        Reading(value=0.1 + 0.2, bound=True, share=0.5),
    )
    kept = dict.fromkeys(plan.metrics["design"], odd)
    folder.keep(1, kept)
    assert repr(SweepFolder(tmp_path / "a", plan).done) == repr({1: kept})
    json.loads((tmp_path / "a/points/2.json").read_text(), parse_constant=lambda name: 1 / 0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"run.seed": 4}, "another seed (3, here 4)"),
        ({"network": "1 ms"}, "another scenario"),
    ],
)
def test_a_directory_of_another_sweep_is_refused(
    tmp_path: Path, change: dict[str, object], told: str
) -> None:
    SweepFolder(tmp_path / "a", plan_of(chance(), "load.C=20/s,40/s"))
    scenario = chance()
    for path, value in change.items():
        scenario = scenario.change(path, value)
    with pytest.raises(ScenarioError) as refused:
        SweepFolder(tmp_path / "a", plan_of(scenario, "load.C=20/s,40/s"))
    assert str(refused.value) == (
        f"--out: found a sweep at '{tmp_path / 'a'}' with {told}; expected a new directory, or "
        "that of the same sweep"
    )


def test_a_directory_of_other_axes_designs_metrics_or_version_is_refused(tmp_path: Path) -> None:
    axis = read_axis("load.C", "20/s,40/s")
    SweepFolder(tmp_path / "a", make_plan(chance(), [axis]))

    def told(plan: Plan) -> str:
        with pytest.raises(ScenarioError) as refused:
            SweepFolder(tmp_path / "a", plan)
        return str(refused.value).partition(" with another ")[2].partition(";")[0]

    other = Axis("load.C", ("20/s", "50/s"))
    assert told(make_plan(chance(), [other])) == "values to vary"
    assert told(make_plan(chance(), [axis], ["accepted"])) == "designs"
    assert told(make_plan(chance(), [axis], (), ["offered.mean"])) == "metrics"
    about = (tmp_path / "a" / "sweep.json").read_text()
    (tmp_path / "a" / "sweep.json").write_text(about.replace('"simkit": "', '"simkit": "0.'))
    assert told(make_plan(chance(), [axis])).startswith("version of simkit (0.")


def test_a_directory_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    plan = plan_of(sure(), "run.seed=1,2")
    expected = (
        f"--out: found something at '{tmp_path}' that is no sweep; expected a new directory, or "
        "that of the same sweep"
    )
    with pytest.raises(ScenarioError) as refused:
        SweepFolder(tmp_path, plan)
    assert str(refused.value) == expected
    with pytest.raises(ScenarioError, match="that is no sweep"):
        SweepFolder(tmp_path / "notes.txt", plan)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_directory_of_a_sweep_that_was_killed_at_once_is_taken_up(tmp_path: Path) -> None:
    (tmp_path / "points").mkdir()
    (tmp_path / "sweep.jsonab.part").write_text("{")
    SweepFolder(tmp_path, plan_of(sure(), "run.seed=1,2"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["points", "sweep.json"]


@pytest.mark.parametrize("content", ["", "{}", '{"sweep": "other"}', "[]"])
def test_a_point_that_cannot_be_read_is_refused(tmp_path: Path, content: str) -> None:
    plan = plan_of(sure(), "run.seed=1,2")
    SweepFolder(tmp_path / "a", plan)
    (tmp_path / "a/points/1.json").write_text(content)
    with pytest.raises(ScenarioError, match=r"1.json', which is no point of this sweep; expected"):
        SweepFolder(tmp_path / "a", plan)


# ---------------------------------------------------------------------- words and pictures


def test_a_sweep_shows_itself() -> None:
    curve = sk.sweep(chance(), {"load.C": ["20/s", "40/s"]}, jobs=1)
    lines = repr(curve).splitlines()
    assert lines[1] == "2 points, 2 replications of 6 s, warm-up 1 s, seed 3"
    assert all(len(line) <= 80 for line in lines)
    assert sum(line.startswith(("20/s ", "40/s ")) for line in lines) == 4
    assert "along load.C: accepted against blocking" in lines
    html = curve._repr_html_()
    assert html.startswith('<img alt="the curve" src="data:image/png;base64,')
    assert "40/s" in html


def overloaded() -> sk.Scenario:
    """One worker, 20 ms of work: from 50/s on there are always more."""
    return sk.scenario(
        CALL,
        work={"ask": "20 ms"},
        load="every 25 ms",
        workers={"A": 1},
        run={"horizon": "10 s", "patience": "1 s", "replications": 2},
    )


def test_a_line_joins_numbers_only() -> None:
    curve = sk.sweep(overloaded(), {"load.C": ["20/s", "40/s", "60/s", "80/s"]}, jobs=1)
    assert repr(curve).count("> ") >= 2
    (panel,) = curve.plot("acknowledged.mean").figure.axes
    assert panel.get_xlabel() == "load.C (1/s)"
    assert panel.get_ylabel() == "acknowledged.mean (s)"
    drawn = {tuple(np.asarray(line.get_xdata())): line for line in panel.lines}
    assert (20.0, 40.0) in drawn
    bounds = drawn[60.0, 80.0]
    assert bounds.get_linestyle() == "None"
    assert any(line.get_fillstyle() == "none" for line in panel.lines)
    labels = [text.get_text() for text in curve.plot().figure.legends[0].get_texts()]
    bound = "hollow, with an arrow: at least this (some were open)"
    assert labels == ["design", bound, "dotted: theory"]


def test_what_never_comes_is_at_the_edge_and_no_number() -> None:
    lost = {"lost": "sequenceDiagram\nC->>A: ask\nA-->>C: yes\nA-xB: gone"}
    scenario = sk.scenario(lost, load="every 10 ms", run={"horizon": "2 s", "replications": 2})
    curve = sk.sweep(scenario, {"network": ["1 ms", "2 ms"]}, jobs=1)
    (panel,) = curve.plot("completed.mean").figure.axes
    (line,) = panel.lines
    assert np.asarray(line.get_ydata()).tolist() == [1.0, 1.0]
    assert line.get_marker() == "x"
    assert "no numbers" in [text.get_text() for text in panel.texts]


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ({"value": 1.0}, "value"),
        ({"value": 1.0, "bound": True}, "at least"),
        ({"value": inf, "share": 0.0}, "never"),
        ({"value": 1.0, "share": 0.8}, "never"),
        ({"value": nan, "reason": "too few"}, "nothing"),
    ],
)
def test_an_average_over_survivors_is_no_value(found: dict[str, float], kind: str) -> None:
    whole = Estimate(**{"low": nan, "high": nan, "replications": 3, **found})  # type: ignore[arg-type]
    assert kind_of(whole) == kind


def test_the_second_axis_is_in_the_legend() -> None:
    curve = sk.sweep(chance(), {"load.C": "20/s..60/s:3", "participants.B.workers": [2, 4]}, jobs=1)
    picture = curve.plot("acknowledged.mean")
    labels = [text.get_text() for text in picture.figure.legends[0].get_texts()]
    assert labels[:4] == [
        "blocking, participants.B.workers = 2",
        "blocking, participants.B.workers = 4",
        "accepted, participants.B.workers = 2",
        "accepted, participants.B.workers = 4",
    ]
    (panel,) = picture.figure.axes
    assert len(panel.collections) >= 3  # a band each, where the line is one of numbers
    with pytest.raises(ScenarioError, match="unknown metric 'acknowledgd'"):
        curve.plot("acknowledgd.mean")
