"""Recorded requests in CSV files: to the nanosecond, and every mistake with file and line."""

import json
from pathlib import Path

import pytest

from simkit.engine.runner import document_text, record
from simkit.errors import ScenarioError
from simkit.formats.columns import columns_of
from simkit.formats.scenario_file import change_from_texts, load, read_scenario
from simkit.model.load import Counts, Trace
from simkit.units import BadValue

SCENARIO = """\
diagram: |
  sequenceDiagram
    C->>A: Ask
    A-->>C: Tell
messages: {Ask: {work: 2 ms}}
participants: {A: {workers: 1}}
load: {C: LOAD}
run: {horizon: HORIZON, warm-up: 0 s}
"""
MS = 1_000_000
SECOND = 1_000 * MS


def write(folder: Path, content: str, words: str, horizon: str = "1 min") -> Path:
    """A scenario whose load is recorded, with its data beside it."""
    (folder / "t.csv").write_text(content, encoding="utf-8")
    text = SCENARIO.replace("LOAD", words).replace("HORIZON", horizon)
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    return folder / "s.yaml"


def test_a_recording_is_replayed_row_by_row(tmp_path: Path) -> None:
    rows = ["0", "0.000000001", "0.25 s", "250 ms", "1.0000000004", "1.0000000006", "2e0", "59.9"]
    content = "id,t\n" + "".join(f"x,{row}\n" for row in rows)
    scenario = load(write(tmp_path, content, "trace t.csv column t"))
    meant = record(scenario, "design", 0).requests["meant"].tolist()
    fine = [0, 1, 250 * MS, 250 * MS, SECOND, SECOND + 1, 2 * SECOND, 59_900 * MS]
    assert meant == fine
    assert record(scenario, "design", 7).requests["meant"].tolist() == fine
    said = scenario.designs[0].assumptions
    assert "C: numbers without a unit in t.csv are seconds" in said
    assert "C: no more requests after 59.9 s" in said
    assert not [text for text in scenario.run.assumptions if "after it" in text]


def test_whole_files_are_replayed(tmp_path: Path) -> None:
    """Twenty thousand rows, some of them several at one instant, against the file itself."""
    instants = sorted((n * 7_919_000_003) % (50 * SECOND) // 3 * 3 for n in range(20_000))
    content = "t\n" + "".join(f"{instant}\n" for instant in instants)
    scenario = load(write(tmp_path, content, "trace t.csv column t in ns"))
    assert record(scenario, "design", 0).requests["meant"].tolist() == instants


def test_seconds_since_1970_keep_their_nanoseconds(tmp_path: Path) -> None:
    content = "t\n1732300000.123456789\n1732300000.123456790\n1732300002\n"
    path = write(tmp_path, content, "trace t.csv column t from first")
    found = load(path).designs[0].load
    assert isinstance(found, Trace)
    assert found.instants == (0, 1, 1_876_543_211)
    assert str(found) == "trace t.csv column t from first"


def test_what_comes_after_the_horizon_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "t\n1\n2\n3\n4\n", "trace t.csv column t", horizon="3 s")
    scenario = load(path)
    told = "run.horizon: 2 of the 4 requests of t.csv come after it, and are not measured"
    assert told in scenario.run.assumptions
    longer = change_from_texts(scenario, ["run.horizon=3500 ms"])
    assert [text for text in longer.run.assumptions if "t.csv" in text] == [
        told.replace("2 of", "1 of")
    ]
    # A request that starts before the horizon is measured; the next has not come when it is over.
    recording = record(scenario, "design", 0)
    assert recording.requests["meant"].tolist()[:2] == [SECOND, 2 * SECOND]


def test_numbers_for_each_interval_are_replayed(tmp_path: Path) -> None:
    content = "minute,n\n1,3\n2,0\n3,2\n"
    scenario = load(write(tmp_path, content, "trace t.csv counts n every 1 s"))
    meant = record(scenario, "design", 0).requests["meant"].tolist()
    assert meant == [0, 333_333_333, 666_666_666, 2 * SECOND, 2_500 * MS]
    assert "C: no more requests after 3 s" in scenario.designs[0].assumptions
    by_chance = load(write(tmp_path, content, "trace t.csv counts n every 1 s poisson"))
    one, other = (record(by_chance, "design", n).requests["meant"] // SECOND for n in (0, 1))
    assert one.tolist() == other.tolist() == [0, 0, 0, 2, 2]


@pytest.mark.parametrize(
    ("content", "words", "expected"),
    [
        (
            "t\n1\nfast\n",
            "trace t.csv column t",
            "found 'fast' in 't.csv' on line 3; expected a time such as '5 ms', or a number of s",
        ),
        (
            "t,u\n1,2\n\n,3\n",
            "trace t.csv column t",
            "found nothing in 't.csv' on line 4; expected a time such as '5 ms', or a number of s",
        ),
        (
            "t\n1\n-3\n",
            "trace t.csv column t in ms",
            "found '-3', which is negative in 't.csv' on line 3; expected a time such as '5 ms', "
            "or a number of ms",
        ),
        (
            "t\n1\n3\n\n2\n",
            "trace t.csv column t in ms",
            "found 2 ms in 't.csv' on line 5, below 3 ms on line 3; expected rows in the order of "
            "their times",
        ),
        (
            "t\n1e40\n",
            "trace t.csv column t",
            "found '1e40', which is too large in 't.csv' on line 2; expected a time such as '5 "
            "ms', or a number of s",
        ),
        (
            "t\n5 msec\n",
            "trace t.csv column t",
            "found '5 msec', whose unit 'msec' is unknown in 't.csv' on line 2; expected a time "
            "such as '5 ms', or a number of s",
        ),
        (
            "t\n",
            "trace t.csv column t",
            "found no requests; expected at least one recorded instant",
        ),
        ("t\n1\n", "trace t.csv column T2", "found no column 'T2' in 't.csv'; expected one of 't'; "
         "did you mean 't'?"),
        (
            "t\n1,5\n",
            "trace t.csv column t",
            "found more cells than columns in 't.csv' on line 2; expected 1",
        ),
        (
            "n\n1\n1.5\n",
            "trace t.csv counts n every 1 s",
            "found '1.5' in 't.csv' on line 3; expected a whole number from 0",
        ),
        (
            "n\n1\n-4\n",
            "trace t.csv counts n every 1 s",
            "found '-4' in 't.csv' on line 3; expected a whole number from 0",
        ),
        (
            "m,n\n1,1\n2,\n",
            "trace t.csv counts n every 1 s",
            "found nothing in 't.csv' on line 3; expected a whole number from 0",
        ),
        (
            "n\n1\n3 s\n",
            "trace t.csv counts n every 1 s",
            "found '3 s', which is a time in 't.csv' on line 3; expected a whole number from 0",
        ),
        (
            "n\n0\n0\n",
            "trace t.csv counts n every 1 s",
            "found no requests; expected at least one recorded request",
        ),
        (
            "t\n1\n",
            "trace x.csv column t",
            "found 'x.csv', which cannot be read (No such file or directory); expected a CSV file "
            "beside the scenario",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_a_recording_is_told_with_its_line(
    content: str, words: str, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(write(tmp_path, content, words))
    lines = str(caught.value).replace(str(tmp_path), "DIR").split("\n")
    assert lines[0] == f"DIR/s.yaml:7:11: load.C: {expected}"


def test_a_scenario_that_is_kept_holds_what_it_has_read(tmp_path: Path) -> None:
    """What is written with a result reads back without the data file, and runs alike."""
    for words, content in (
        ("trace t.csv column t in ms from first mean 2/s", "t\n5\n7\n7\n1000\n"),
        ("trace t.csv counts t every 1 s poisson", "t\n5\n0\n3\n"),
        ("mmpp 9/s for empirical t.csv column t or 0/s for 1 s", "t\n5\n1\n3\n"),
    ):
        scenario = load(write(tmp_path, content, words, horizon="20 s"))
        text = document_text(scenario)
        assert "t.csv" not in text
        again = read_scenario(text, "again.json")
        one, other = (record(each, "design", 0) for each in (scenario, again))
        assert one.requests["meant"].tolist() == other.requests["meant"].tolist()
        assert json.loads(text) == json.loads(document_text(again))


def test_a_changed_scenario_reads_no_file_again(tmp_path: Path) -> None:
    path = write(tmp_path, "t\n1\n2\n4\n", "trace t.csv column t")
    scenario = load(path)
    (tmp_path / "t.csv").unlink()
    faster = scenario.change("load.C", "1.5/s")
    found = faster.designs[0].load
    assert isinstance(found, Trace)
    assert (str(found), found.coming) == (
        "trace t.csv column t mean 1.5/s",
        (SECOND // 2, SECOND, 2 * SECOND),
    )
    with pytest.raises(ScenarioError) as caught:
        scenario.change("load.C", "trace t.csv counts t every 1 s")
    assert str(caught.value) == (
        "load.C: found the file 't.csv'; expected a file that the scenario has read already"
    )


def test_a_reader_reads_a_column_as_what_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("n\n3\n2\n", encoding="utf-8")
    read = columns_of(tmp_path)
    assert read("t.csv", "n", "ms") == (3 * MS, 2 * MS)
    assert read("t.csv", "n", None, "counts") == (3, 2)
    with pytest.raises(BadValue, match="below 3 s on line 2"):
        read("t.csv", "n", None, "instants")
    assert Counts(counts=read("t.csv", "n", None, "counts"), interval=1).ends == 2
