"""Recordings as data frames: seconds for nanoseconds, words for numbers."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from simkit.model.metric import DONE, TOLD
from simkit.record.recording import Recording, Table
from simkit.record.tables import (
    CHANGES,
    NEVER,
    OPEN,
    REQUESTS,
    VISITS,
    Change,
    Column,
    Outcome,
)

_WORDS = {
    "told": TOLD,
    "done": DONE,
    "outcome": tuple(outcome.name.lower() for outcome in Outcome),
    "settlement": (
        *("none", "acknowledged", "rejected", "lapsed"),
        *("cut off", "expired", "dropped", "dead-lettered"),
    ),
    "what": tuple(change.name.lower() for change in Change),
}
Recordings = Mapping[str, tuple[Recording, ...]]


def requests_frame(recordings: Recordings) -> pd.DataFrame:
    """Every journey of every run; see `Results.requests`."""
    return _together(recordings, _requests)


def visits_frame(recordings: Recordings) -> pd.DataFrame:
    """Every execution of every run; see `Results.visits`."""
    return _together(recordings, _visits)


def changes_frame(recordings: Recordings) -> pd.DataFrame:
    """Every change of a part in every run; see `Results.changes`."""
    return _together(recordings, _changes)


def _together(
    recordings: Recordings, frame_of: Callable[[Recording], pd.DataFrame]
) -> pd.DataFrame:
    frames = []
    for design, found in recordings.items():
        for recording in found:
            frame = frame_of(recording)
            frame.insert(0, "design", design)
            frame.insert(1, "replication", recording.provenance.replication)
            frames.append(frame)
    whole = pd.concat(frames, ignore_index=True)
    whole["design"] = pd.Categorical(whole["design"], categories=list(recordings))
    for name in ("participant", "message"):
        if name in whole:
            whole[name] = whole[name].astype("category")
    return whole


def _requests(recording: Recording) -> pd.DataFrame:
    frame = _frame(REQUESTS, recording.requests)
    clients = list(dict.fromkeys(client for client, _ in recording.journeys))
    own = np.array([clients.index(client) for client, _ in recording.journeys], dtype=np.int16)
    frame.insert(0, "measured", recording.measured)
    frame.insert(1, "serial", np.arange(len(frame), dtype=np.int32))
    frame.insert(2, "client", own[recording.requests["journey"]])
    return frame


def _visits(recording: Recording) -> pd.DataFrame:
    frame = _frame(VISITS, recording.visits)
    _name(frame, recording)
    frame.insert(0, "id", np.arange(len(frame), dtype=np.int32))
    return frame


def _changes(recording: Recording) -> pd.DataFrame:
    frame = _frame(CHANGES, recording.changes)
    _name(frame, recording)
    return frame


def _name(frame: pd.DataFrame, recording: Recording) -> None:
    """Names in place of the numbers of participants and messages."""
    for column, known in (
        ("participant", recording.participants),
        ("message", recording.messages),
    ):
        names = np.array([*known, ""], dtype=object)  # the last for -1, none
        frame[column] = names[frame[column]]


def _frame(columns: tuple[Column, ...], table: Table) -> pd.DataFrame:
    found: dict[str, Any] = {}
    for column in columns:
        values = table[column.name]
        if column.unit == "ns":
            seconds = values / 1e9
            seconds[values == NEVER] = np.inf
            seconds[values == OPEN] = np.nan
            found[column.name] = seconds
        elif column.name in _WORDS:
            words = list(_WORDS[column.name])
            found[column.name] = pd.Categorical.from_codes(
                values.tolist(), categories=pd.Index(words)
            )
        else:
            found[column.name] = values
    return pd.DataFrame(found)
