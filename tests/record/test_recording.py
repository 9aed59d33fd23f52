"""Recordings: saved and loaded without pickle, equal byte for byte, never overwritten."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

import simkit as sk
from simkit.engine.runner import record
from simkit.formats.scenario_file import read_scenario
from simkit.record.recorder import Recorder
from simkit.record.recording import Recording, load_recording
from simkit.record.tables import CHANGES, NEVER, OPEN, REQUESTS, VISITS, Change, Column

SCENARIO = """
participants: {API: {workers: 2}}
messages: {Request: {work: exponential 5 ms}, Event: {work: lognormal 20 ms cv 2}}
network: uniform 0 s to 1 ms
load: {Client: poisson 200/s}
diagram: |
  sequenceDiagram
    Client->>API: Request
    API-->>Client: Accepted
    API->>Task: Event
run: {horizon: 2 s, warm-up: 0.5 s, replications: 2, seed: 7}
"""


@pytest.fixture
def recording() -> Recording:
    return record(read_scenario(SCENARIO, "x.yaml"), "design", 0)


def test_loads_back_equal(recording: Recording, tmp_path: Path) -> None:
    recording.save(tmp_path / "a.npz")
    loaded = load_recording(tmp_path / "a.npz")
    assert loaded == recording
    assert loaded.digest() == recording.digest()
    for name, column in recording.arrays().items():
        assert loaded.arrays()[name].dtype == column.dtype


def test_saves_the_same_bytes_twice(recording: Recording, tmp_path: Path) -> None:
    recording.save(tmp_path / "a.npz")
    recording.save(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_needs_no_pickle(recording: Recording, tmp_path: Path) -> None:
    recording.save(tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz", allow_pickle=False) as file:
        assert all(file[name].dtype != object for name in file.files)


def test_holds_the_scenario_it_was_made_from(recording: Recording, tmp_path: Path) -> None:
    recording.save(tmp_path / "a.npz")
    text = load_recording(tmp_path / "a.npz").provenance.scenario
    again = record(read_scenario(text, "again"), "design", 0)
    assert again.digest() == recording.digest()


def test_never_overwrites(recording: Recording, tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_text("precious")
    with pytest.raises(FileExistsError, match=r"a\.npz exists already"):
        recording.save(tmp_path / "a.npz")
    assert (tmp_path / "a.npz").read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


def npy() -> bytes:
    stream = BytesIO()
    np.save(stream, np.arange(3))
    return stream.getvalue()


def npz(about: object) -> bytes:
    stream = BytesIO()
    np.savez(stream, about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8))
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", b"PK\x05\x06" + b"\0" * 18, npy(), npz([1]), npz({}), npz({"format": 1})],
)
def test_refuses_what_is_no_recording(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(ValueError, match="holds no recording"):
        sk.load_recording(str(tmp_path / "a.npz"))


def test_refuses_another_format(recording: Recording, tmp_path: Path) -> None:
    recording.save(tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as file:
        arrays = {name: file[name] for name in file.files}
    about = json.loads(arrays["about"].tobytes()) | {"format": 99}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    np.savez(tmp_path / "b.npz", **arrays)
    with pytest.raises(ValueError, match="format 99; this version reads 4"):
        load_recording(tmp_path / "b.npz")


def test_columns_are_those_declared(recording: Recording) -> None:
    for columns, table in ((REQUESTS, recording.requests), (VISITS, recording.visits)):
        assert list(table) == [column.name for column in columns]
        assert [str(values.dtype) for values in table.values()] == [c.dtype for c in columns]
        assert not any(values.flags.writeable for values in table.values())


def test_a_request_with_four_visits_fits_450_bytes() -> None:
    def size(columns: tuple[Column, ...]) -> int:
        return sum(np.dtype(column.dtype).itemsize for column in columns)

    assert size(REQUESTS) + 4 * size(VISITS) <= 450


def test_rows_in_any_order_give_the_same_tables() -> None:
    # journeys: client, journey, request, meant, five clocks, told, done, attempts
    journeys = [(0, 0, n, 10 - n, *[NEVER] * 4, 0, 0, 1) for n in range(3)]
    # visits: …, request, message, path, parent message, parent path, participant, instance, …
    visits = [
        (0, 0, n, line, 0, line - 1, 0, 1, 0, *range(10), 0, 0)
        for n in range(3)
        for line in range(2)
    ]
    forth, back = Recorder(), Recorder()
    for row in journeys:
        forth.journeys.extend(row)
    for row in visits:
        forth.visits.extend(row)
    for row in reversed(journeys):
        back.journeys.extend(row)
    for row in reversed(visits):
        back.visits.extend(row)
    for one, other in zip(forth.tables(), back.tables(), strict=True):
        assert all(np.array_equal(one[name], other[name]) for name in one)
    requests, table = forth.tables()
    assert requests["request"].tolist() == [2, 1, 0]  # in order of the intended start
    assert table["request"].tolist() == [0, 0, 1, 1, 2, 2]
    assert table["parent"].tolist() == [-1, 0, -1, 2, -1, 4]


def test_changes_are_in_order_of_time_and_part() -> None:
    recorder = Recorder()
    # when, participant, instance, message, what, value
    rows = [
        (7, 2, 1, -1, Change.DOWN, 0),
        (9, 2, 1, -1, Change.UP, 0),
        (9, 2, 1, -1, Change.DOWN, 0),  # it comes back, and goes again at once: in this order
        (9, 2, 0, 4, Change.OWNER, 3),
        (7, 1, 0, -1, Change.SLOW, 10_000),
    ]
    for row in rows:
        recorder.changes.extend(row)
    table = recorder.changed()
    assert list(table) == [column.name for column in CHANGES]
    assert [str(values.dtype) for values in table.values()] == [c.dtype for c in CHANGES]
    found = list(zip(*(values.tolist() for values in table.values()), strict=True))
    assert found == [rows[4], rows[0], rows[3], rows[1], rows[2]]


CRASHES = """
participants: {Worker: {workers: 1, instances: 2}}
messages: {Event: {work: 50 ms}}
load: {Client: every 100 ms}
faults:
  - {crash: Worker, instance: 2, at: 0.3 s, for: 0.2 s}
  - {slow: Worker, by: 10, at: 0.4 s, for: 0.1 s}
diagram: |
  sequenceDiagram
    Client-)Worker: Event
run: {horizon: 1 s, warm-up: 0 s, replications: 2, seed: 7}
"""


def test_changes_are_kept_and_shown(tmp_path: Path) -> None:
    study = sk.run(read_scenario(CRASHES, "x.yaml"))
    first = study.recordings["design"][0]
    first.save(tmp_path / "a.npz")
    assert load_recording(tmp_path / "a.npz") == first
    assert len(first.changes["when"]) == 6
    frame = study.changes[study.changes["replication"] == 1]
    columns = ["when", "participant", "instance", "message", "what", "value"]
    assert [tuple(row) for row in frame[columns].itertuples(index=False)] == [
        (0.3, "Worker", 1, "", "down", 0),
        (0.4, "Worker", 0, "", "slow", 10_000),
        (0.4, "Worker", 1, "", "slow", 10_000),
        (0.5, "Worker", 0, "", "slow", 1_000),
        (0.5, "Worker", 1, "", "slow", 1_000),
        (0.5, "Worker", 1, "", "up", 0),
    ]


def test_nothing_changes_without_a_fault(recording: Recording) -> None:
    assert [len(values) for values in recording.changes.values()] == [0] * len(CHANGES)


def test_a_visit_without_its_journey_is_our_mistake() -> None:
    recorder = Recorder()
    recorder.visits.extend((0, 0, 5, 0, 0, -1, 0, 1, 0, *range(10), 0, 0))
    with pytest.raises(AssertionError, match="a row without the row it belongs to"):
        recorder.tables()


def test_a_number_too_large_for_its_column_is_an_error() -> None:
    recorder = Recorder()
    recorder.journeys.extend((0, 0, 0, 0, *[NEVER] * 4, 300, 0, 1))
    with pytest.raises(OverflowError, match="column 'told' holds a number beyond int8"):
        recorder.tables()


def test_data_frames_have_seconds_and_words() -> None:
    scenario = read_scenario(SCENARIO, "x.yaml").change("run.patience", "0 s")
    study = sk.run(scenario)
    requests, visits = study.requests, study.visits
    # What follows from the rest is shown, though it is not kept: rows, and clients.
    one = requests[requests["replication"] == 1]
    assert one["serial"].tolist() == list(range(len(one)))
    assert set(requests["client"]) == {0}
    assert visits["id"][:3].tolist() == [0, 1, 2]
    assert len(requests) == sum(len(one.requests["meant"]) for one in study.recordings["design"])
    assert set(requests["told"].unique()) <= {"accepted", "nothing"}
    assert requests["noticed"].eq(float("inf")).all()  # never
    still_open = requests["done"] == "open"
    assert still_open.any()
    assert requests.loc[still_open, "settled"].isna().all()
    assert set(visits["participant"].unique()) == {"API", "Task"}
    first = study.recordings["design"][0]
    assert first.visits["ended"].max() == OPEN
    assert visits["worked"].iloc[0] == first.visits["worked"][0] / 1e9


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_the_same_bytes_in_another_process(seed: str, recording: Recording) -> None:
    code = (
        "from simkit.formats.scenario_file import read_scenario\n"
        "from simkit.engine.runner import record\n"
        f"print(record(read_scenario({SCENARIO!r}, 'x'), 'design', 0).digest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": seed, "PATH": ""},
    )
    assert done.stdout.strip() == recording.digest()


def test_another_seed_and_another_replication_differ(recording: Recording) -> None:
    scenario = read_scenario(SCENARIO, "x.yaml")
    assert record(scenario, "design", 1).digest() != recording.digest()
    other = scenario.change("run.seed", 8)
    assert record(other, "design", 0).digest() != recording.digest()
