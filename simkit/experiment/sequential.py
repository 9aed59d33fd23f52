"""The runs of a scenario: the end of the warm-up found, then replications until enough is known."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from simkit.experiment.precision import budget_of, first_look, next_look
from simkit.experiment.replications import Progress
from simkit.experiment.results import Results, collect, replicate
from simkit.experiment.settling import Settling, settled
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
    """

    def __init__(
        self,
        scenario: Scenario,
        designs: Sequence[str],
        precisions: Sequence[Precision],
        budget: int | None = None,
        jobs: int | None = 1,
    ) -> None:
        """Take down what is to be known.

        Args:
            scenario: What to run.
            designs: Names of its designs.
            precisions: What is to be known, and how well; none: the scenario's replications.
            budget: Replications at most; what fits into the memory of
                `simkit.experiment.precision.MEMORY` if not given.
            jobs: How many processes; None: as many as are worth it.
        """
        self.budget = budget or 0
        self.designs = tuple(designs)
        self.scenario = scenario
        self.settling: Settling | None = None
        self._precisions, self._stated, self._jobs = tuple(precisions), budget, jobs

    def recordings(self, progress: Progress | None = None) -> Iterator[Recording]:
        """Run, and give each recording when it is finished.

        Args:
            progress: Called now and then with the share that is done of what is planned so far.

        Raises:
            SimulationError: If a model cannot go on.
            AuditError: If the books of a run do not balance.
        """
        self.scenario, self.settling = settled(self.scenario, self.designs, progress)
        if not self._precisions:
            yield from replicate(self.scenario, self.designs, progress, jobs=self._jobs)
            return
        kept: list[Recording] = []
        done, wanted = 0, first_look(self.scenario, self.designs, self._stated)
        while done < wanted:
            numbers = range(done, wanted)
            runs = replicate(self.scenario, self.designs, progress, numbers, self._jobs)
            for recording in runs:
                kept.append(recording)
                yield recording
            self.budget = self.budget or budget_of(kept, len(self.designs))
            done, wanted = wanted, next_look(self.collect(kept).attained, self.budget)

    def collect(self, recordings: Sequence[Recording]) -> Results:
        """The results of the replications that every design has finished."""
        found = collect(self.scenario, recordings, self._precisions, self.budget)
        return replace(found, settling=self.settling)

    def done(self, results: Results) -> str:
        """How much of what was planned has been run, in words."""
        planned = "" if self._precisions else f" of {self.scenario.run.replications}"
        return f"{results.replications}{planned} replications"
