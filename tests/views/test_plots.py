"""Pictures: units on the axes, a legend that names the designs, bands where there is luck."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import simkit as sk
from simkit.formats.scenario_file import read_scenario
from simkit.views.study import Study

PAIR = {
    "blocking": "sequenceDiagram\nC->>A: ask\nA->>B: work\nB-->>A: worked\nA-->>C: yes",
    "accepted": "sequenceDiagram\nC->>A: ask\nA-->>C: accepted\nA->>B: work",
}


def pair(replications: int = 3) -> Study:
    return sk.run(
        sk.scenario(
            PAIR,
            work={"ask": "exponential 5 ms", "work": "exponential 50 ms"},
            load="poisson 50/s",
            name="A pair",
            run={"horizon": "4 s", "warm-up": "1 s", "replications": replications},
        )
    )


@pytest.fixture(scope="module")
def study() -> Study:
    return pair()


def test_latency_names_designs_and_units(study: Study) -> None:
    figure = study.plot.latency().figure
    assert [axes.get_xlabel() for axes in figure.axes] == [
        "time until acknowledged (s)",
        "time until completed (s)",
    ]
    assert figure.axes[0].get_ylabel() == "share of requests slower than that"
    assert [axes.get_xscale() for axes in figure.axes] == ["log", "log"]
    theory, designs = (
        [text.get_text() for text in legend.get_texts()] for legend in figure.legends
    )
    assert designs == ["blocking", "accepted"]
    assert [text.partition(",")[0] for text in theory] == ["blocking", "accepted"]
    assert all(len(axes.collections) == 2 for axes in figure.axes)  # a band each


def test_a_curve_goes_down_to_the_last_request(study: Study) -> None:
    axes = study.plot.latency("acknowledged").figure.axes[0]
    requests = sum(int(one.measured.sum()) for one in study.recordings["accepted"])
    shares = np.asarray(axes.lines[1].get_ydata(), dtype=float)
    assert np.nanmin(shares) <= 3 / requests


def test_timeseries_has_units_and_shades_the_warm_up(study: Study) -> None:
    upper, lower = study.plot.timeseries().figure.axes
    assert upper.get_ylabel() == "completed (1/s)"
    assert lower.get_ylabel() == "backlog (journeys)"
    assert lower.get_xlabel() == "simulated time (s)"
    assert upper.get_ylim()[0] == lower.get_ylim()[0] == 0
    assert "warm-up" in [text.get_text() for text in upper.texts]


def test_one_replication_has_no_band() -> None:
    figure = pair(replications=1).plot.latency().figure
    assert all(len(axes.collections) == 0 for axes in figure.axes)
    assert "no intervals" in figure.get_suptitle()


def test_a_design_that_never_gets_there_is_drawn_level() -> None:
    study = sk.run(
        sk.scenario(
            PAIR["accepted"],
            load="every 100 ms",
            work={"work": "50 ms"},
            run={"horizon": "4 s", "replications": 2},
        )
    )
    axes = study.plot.latency("noticed").figure.axes[0]
    assert np.unique(np.asarray(axes.lines[0].get_ydata())).tolist() == [1.0]
    assert axes.lines[0].get_label() == "design (never)"


def test_requests_that_all_take_one_time_are_drawn_as_a_fall() -> None:
    study = sk.run(
        sk.scenario(
            PAIR["blocking"],
            load="every 100 ms",
            work={"work": "50 ms"},
            run={"horizon": "4 s", "replications": 2},
        )
    )
    (line,) = study.plot.latency("completed").figure.axes[0].lines[:1]
    assert line.get_label() == "design"
    heights = np.asarray(line.get_ydata())
    assert np.unique(heights[np.isfinite(heights)]).tolist() == [1e-12, 1.0]
    fall = np.asarray(line.get_xdata())[heights == 1e-12]
    assert fall.tolist() == pytest.approx([0.05], rel=1e-3)


@pytest.mark.parametrize("designs", [1, 3, 4, 7])
def test_the_legend_leaves_the_title_alone(designs: int) -> None:
    drawing = "sequenceDiagram\nC->>A: work\nA-->>C: ok"
    document = {
        "designs": {f"a design, number {number}": drawing for number in range(designs)},
        "load": "every 100 ms",
        "run": {"horizon": "1 s", "replications": 2},
        "messages": {"work": {"work": "5 ms"}},
    }
    figure = sk.run(read_scenario(json.dumps(document), "x.yaml")).plot.latency().figure
    figure.draw_without_rendering()
    title, (legend,) = figure._suptitle, figure.legends  # type: ignore[attr-defined]
    assert not legend.get_window_extent().overlaps(title.get_window_extent())
    assert len(legend.get_texts()) == designs
    inside = figure.bbox
    assert legend.get_window_extent().x0 >= inside.x0
    assert legend.get_window_extent().x1 <= inside.x1


def test_requests_that_take_no_time_leave_nothing_to_draw() -> None:
    study = sk.run(
        sk.scenario(
            "sequenceDiagram\nC->>A: ask\nA-->>C: yes",
            load="every 100 ms",
            run={"horizon": "4 s", "replications": 2},
        )
    )
    axes = study.plot.latency("acknowledged").figure.axes[0]
    assert axes.lines[0].get_label() == "design"
    study.plot.timeseries()


def test_saves_a_png_and_never_over_another(study: Study, tmp_path: Path) -> None:
    study.plot.latency().save(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(FileExistsError):
        study.plot.timeseries().save(tmp_path / "a.png")


def test_a_picture_is_the_same_twice(study: Study) -> None:
    assert study.plot.latency()._repr_png_() == study.plot.latency()._repr_png_()


def test_a_picture_says_what_it_is_of_and_no_address(study: Study) -> None:
    assert repr(study.plot.latency()) == "<Picture of 'A pair'; .save(path) writes it>"


def test_a_study_shows_itself(study: Study) -> None:
    text = repr(study)
    assert "blocking" in text
    assert max(len(line) for line in text.splitlines()) <= 80
    assert study._repr_html_().startswith("<pre")


def test_a_study_is_legible_on_white_and_on_black() -> None:
    study = sk.run(
        sk.scenario(
            PAIR["accepted"],
            load="every 100 ms",
            work={"work": "50 ms"},
            run={"horizon": "4 s", "replications": 2},
            predict=["acknowledged.mean < 1 s", "completed.mean < 1 ms"],
        )
    )
    colours = re.findall("color: (#[0-9a-f]{6})", study._repr_html_())
    assert {"#008000", "#800000"} <= set(colours)  # holds, fails
    for colour in colours:
        brightest = max(int(colour[start : start + 2], 16) for start in (1, 3, 5))
        assert 0x7F <= brightest <= 0x80
