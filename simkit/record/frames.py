"""Recordings as data frames: seconds for nanoseconds, words for numbers."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from simkit.model.metric import DONE, TOLD
from simkit.record.recording import Recording
from simkit.record.tables import (
    NEVER,
    OPEN,
    REQUESTS,
    VISITS,
    Column,
    Outcome,
    Settlement,
)

_WORDS = {
    "told": TOLD,
    "done": DONE,
    "outcome": tuple(outcome.name.lower() for outcome in Outcome),
    "settlement": tuple(settlement.name.lower() for settlement in Settlement),
}


def requests_frame(recordings: Mapping[str, tuple[Recording, ...]]) -> pd.DataFrame:
    """Every journey of every run; see `Results.requests`."""
    frames = []
    for design, recording in _each(recordings):
        frame = _frame(REQUESTS, recording.requests)
        frame.insert(0, "design", design)
        frame.insert(1, "replication", recording.provenance.replication)
        frame.insert(2, "measured", recording.measured)
        frames.append(frame)
    return _together(frames, recordings)


def visits_frame(recordings: Mapping[str, tuple[Recording, ...]]) -> pd.DataFrame:
    """Every execution of every run; see `Results.visits`."""
    frames = []
    for design, recording in _each(recordings):
        frame = _frame(VISITS, recording.visits)
        names = np.array(recording.participants, dtype=object)
        frame["participant"] = names[recording.visits["participant"]]
        labels = np.array(recording.messages, dtype=object)
        frame["message"] = labels[recording.visits["message"]]
        frame.insert(0, "design", design)
        frame.insert(1, "replication", recording.provenance.replication)
        frames.append(frame)
    return _together(frames, recordings)


def _each(
    recordings: Mapping[str, tuple[Recording, ...]],
) -> list[tuple[str, Recording]]:
    return [(design, one) for design, found in recordings.items() for one in found]


def _together(
    frames: list[pd.DataFrame], recordings: Mapping[str, tuple[Recording, ...]]
) -> pd.DataFrame:
    whole = pd.concat(frames, ignore_index=True)
    whole["design"] = pd.Categorical(whole["design"], categories=list(recordings))
    for name in ("participant", "message"):
        if name in whole:
            whole[name] = whole[name].astype("category")
    return whole


def _frame(columns: tuple[Column, ...], table: Mapping[str, np.ndarray]) -> pd.DataFrame:
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
