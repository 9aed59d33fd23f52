"""The runs of a scenario: the end of the warm-up found, then replications until enough is known."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from simkit.engine.choosing import AUTO
from simkit.experiment.engines import Engines, Tell, engines_of, prepare_for
from simkit.experiment.precision import budget_of, first_look, next_look
from simkit.experiment.replications import Progress
from simkit.experiment.results import Results, collect, replicate
from simkit.experiment.settling import PILOTS, Settling, settled
from simkit.model.precision import Precision
from simkit.model.scenario import Scenario
from simkit.record.recording import Recording


class Sequential:
    """Runs of a scenario that stop when its numbers are known well enough.

    How many recordings come is decided on the way, at the looks that
    `simkit.experiment.precision` describes.

    Attributes:
        scenario: What is run; its warm-up is known from the first recording on.
        settling: How the end of the warm-up was found; None where it was stated.
        designs: Names of the designs that are run.
        budget: Replications at most; 0 before the first look where nobody has stated it.
        engines: What runs each design, and why.
    """

    def __init__(
        self,
        scenario: Scenario,
        designs: Sequence[str],
        precisions: Sequence[Precision],
        budget: int | None = None,
        jobs: int | None = 1,
        engine: str = AUTO,
    ) -> None:
        """Take down what is to be known.

        Args:
            scenario: What to run.
            designs: Names of its designs.
            precisions: What is to be known, and how well; none: the scenario's replications.
            budget: Replications at most; what fits into the memory of
                `simkit.experiment.precision.MEMORY` if not given.
            jobs: How many at once; None: as many as are worth it.
            engine: The one that is asked for, or ``auto``.

        Raises:
            ScenarioError: If the compiled engine is asked for, and cannot run one of them.
        """
        self.budget = budget or 0
        self.designs = tuple(designs)
        self.scenario = scenario
        self.settling: Settling | None = None
        self._precisions, self._stated, self._jobs = tuple(precisions), budget, jobs
        self.engines: Engines = engines_of(scenario, designs, engine, self._expected())

    def _expected(self) -> int:
        """How often each design is run, pilots included; with precisions, at least."""
        often = self.scenario.run.replications
        if self._precisions:
            often = first_look(self.scenario, self.designs, self._stated)
        return often + (PILOTS if self.scenario.run.finds_warm_up else 0)

    def recordings(
        self, progress: Progress | None = None, tell: Tell | None = None
    ) -> Iterator[Recording]:
        """Run, and give each recording when it is finished.

        Args:
            progress: Called now and then with the share that is done of what is planned so far.
            tell: Called with a text before the engine is compiled, where that must be done first.

        Raises:
            SimulationError: If a model cannot go on.
            AuditError: If the books of a run do not balance.
        """
        designs, jobs, engines = self.designs, self._jobs, self.engines
        prepare_for([engines], tell)
        self.scenario, self.settling = settled(self.scenario, designs, progress, engines)
        if not self._precisions:
            yield from replicate(self.scenario, designs, progress, jobs=jobs, engines=engines)
            return
        kept: list[Recording] = []
        done, wanted = 0, first_look(self.scenario, designs, self._stated)
        while done < wanted:
            numbers = range(done, wanted)
            runs = replicate(self.scenario, designs, progress, numbers, jobs, engines)
            for recording in runs:
                kept.append(recording)
                yield recording
            self.budget = self.budget or budget_of(kept, len(self.designs))
            done, wanted = wanted, next_look(self.collect(kept).attained, self.budget)

    def collect(self, recordings: Sequence[Recording]) -> Results:
        """The results of the replications that every design has finished."""
        found = collect(self.scenario, recordings, self._precisions, self.budget)
        return replace(found, settling=self.settling, engines=self.engines)

    def done(self, results: Results) -> str:
        """How much of what was planned has been run, in words."""
        planned = "" if self._precisions else f" of {self.scenario.run.replications}"
        return f"{results.replications}{planned} replications"
