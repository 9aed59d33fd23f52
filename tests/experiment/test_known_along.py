"""Theory along an axis of a sweep: where it is worked out, and where there is none."""

import pytest

import simkit as sk
from simkit.analysis.known import Known
from simkit.experiment.axes import read_axis
from simkit.experiment.known_along import IN_ALL, _places, _scenario, known_along
from simkit.experiment.sweep import make_plan
from simkit.model.metric import MetricName

ONE = sk.scenario(
    "sequenceDiagram\n  Client->>API: Ask\n  API-->>Client: Yes",
    load="poisson 8/s",
    work={"Ask": "exponential 100 ms"},
    workers={"API": 1},
    network="0 s",
    run={"horizon": "1 s"},
)
MEAN = MetricName(design="design", metric="acknowledged", part="", statistic="mean")


def test_between_the_points_and_up_to_the_steady_state() -> None:
    plan = make_plan(ONE, [read_axis("load.Client", "2/s,8/s,12/s")])
    places = known_along(plan, [MEAN])[MEAN, ()]
    assert [place for place, _ in places] == sorted({place for place, _ in places})
    assert {2.0, 8.0, 12.0} < {place for place, _ in places}
    for rate, known in places:
        if rate < 10:
            assert isinstance(known, Known)
            assert known.value == pytest.approx(0.1 / (1 - rate / 10))
        else:
            assert known is None


def test_a_line_for_each_value_of_the_other_axes() -> None:
    axes = [read_axis("load.Client", "2/s..30/s:8"), read_axis("participants.API.workers", "1,2,4")]
    found = known_along(make_plan(ONE, axes), [MEAN])
    assert set(found) == {(MEAN, (1,)), (MEAN, (2,)), (MEAN, (4,))}
    ends = [max(x for x, known in found[MEAN, (c,)] if known is not None) for c in (1, 2, 4)]
    assert [round(end / 10) for end in ends] == [1, 2, 3]
    assert all(end < 10 * c for end, c in zip(ends, (1, 2, 4), strict=True))
    assert sum(map(len, found.values())) <= IN_ALL


@pytest.mark.parametrize(
    ("path", "values", "count", "places"),
    [
        ("load.Client", "10/s,40/s", 4, [10.0, 20.0, 30.0, 40.0]),
        ("load.Client", "40/s,10/s", 4, [10.0, 20.0, 30.0, 40.0]),
        ("messages.Ask.work", "1 ms,4 ms", 4, [0.001, 0.002, 0.003, 0.004]),
        ("participants.API.workers", "2,8", 60, [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]),
        ("participants.API.workers", "2,8", 3, [2.0, 4.0, 6.0, 8.0]),
        ("load.Client", "10/s,40/s", 0, [10.0, 40.0]),
        ("messages.Ask.work", "exponential 1 ms,constant 2 ms", 9, [0.0, 1.0]),
    ],
)
def test_the_places_along_an_axis(path: str, values: str, count: int, places: list[float]) -> None:
    assert [place for place, _ in _places(read_axis(path, values), count)] == places


def test_the_points_keep_their_own_words() -> None:
    found = dict(_places(read_axis("load.Client", "120/min,4/s"), 5))
    assert found[2.0] == "120/min"
    assert found[3.0] == "3/s"


def test_a_value_that_cannot_be_said_is_no_place_of_theory() -> None:
    plan = make_plan(ONE, [read_axis("load.Client", "2/s,8/s")])
    assert _scenario(plan, ("8/s",)) is not None
    assert _scenario(plan, ("8 ms",)) is None
