"""Every word of the README is true: its commands, its file, its code, its words."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

import simkit as sk
from simkit.model.defaults import TABLE
from simkit.model.load_words import parse_load
from simkit.model.metric import METRICS
from simkit.model.scenario import Scenario
from simkit.model.words import parse_distribution

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str, number: int = 0) -> str:
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return str(blocks[number])


def test_the_file_shown_is_the_file_shipped() -> None:
    shipped = (ROOT / "scenarios" / "accepted.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(block("yaml")) == yaml.safe_load(shipped)


def test_the_code_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def short(path: str) -> Scenario:
        scenario = original(ROOT / path)
        return scenario.change("run.horizon", "30 s").change("run.replications", 2)

    original = sk.load
    monkeypatch.setattr(sk, "load", short)
    names: dict[str, object] = {}
    exec(compile(block("python"), "README.md", "exec"), names)
    assert isinstance(names["quick"], Scenario)


def test_the_words_are_read() -> None:
    start, end = README.index("Values read as words"), README.index("What a file leaves open")
    spans = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", README[start:end])]
    laws = spans[: spans.index("in ms")]
    assert len(laws) == 12
    for law in laws:
        parse_distribution(law, lambda *_: (1_000_000,))
    assert spans[-1] == "in ms"


def test_the_loads_are_read() -> None:
    table = README[README.index("| load | requests come |") :].split("\n\n")[0]
    words = [re.findall(r"`([^`]+)`", row.split("|")[1]) for row in table.splitlines()]
    loads = [load for row in words for load in row]  # the phases stand beside theirs, as a list
    assert len(loads) == 10
    for load in loads:
        parse_load(load, lambda *_: (1_000_000,))
    (phases,) = (row.split("|")[2] for row in table.splitlines() if "a list of phases" in row)
    steps = [step.removeprefix("- ") for step in re.findall(r"`(- [^`]+)`", phases)]
    assert str(parse_load(steps)).endswith(", then nothing for 50 s, then repeat")


def test_the_metrics_are_all_there() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (.*?) \|", README, re.MULTILINE)
    start = next(
        number for number, row in enumerate(rows) if row[0] == "acknowledged" and "mean" in row[1]
    )
    listed = dict(rows[start:])
    assert list(listed) == list(METRICS)
    for name, metric in METRICS.items():
        words = ", ".join(metric.statistics).replace("percentile", "percentiles")
        assert listed[name] == words, name


def test_the_defaults_of_a_document_are_those_listed() -> None:
    start = README.index("| not said | assumed |")
    rows = re.findall(r"^\| (.*?) \| (.*?) \|$", README[start:], re.MULTILINE)
    assert tuple(rows[1 : 1 + len(TABLE)]) == TABLE


def test_pictures_and_files_exist() -> None:
    for path in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / path).exists(), path


def test_the_lock_names_no_host_and_holds_every_dependency() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    locked = {name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)==", lock, re.MULTILINE)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for group in project["optional-dependencies"].values() for name in group]
    for requirement in [*project["dependencies"], *extras]:
        name = re.split(r"[<>=!~;\[ ]", requirement)[0].lower()
        assert name in locked, name


def test_ci_runs_the_commands_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for name in ("run", "tests"):
        assert f"<!-- {name} -->\n```sh\n" in README
    assert "for name in run tests" in script
