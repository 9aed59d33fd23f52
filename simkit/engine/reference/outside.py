"""Where the client's own execution runs."""

from typing import TYPE_CHECKING, Any

from simkit.engine.reference.events import After

if TYPE_CHECKING:
    from collections.abc import Callable

    from simkit.engine.reference.execution import Execution


class Outside:
    """Where the client's own execution runs: no workers, no queue, no books."""

    releases = False

    def take(self, execution: "Execution") -> bool:
        """There is always room."""
        return True

    def enter(self, execution: "Execution") -> bool:
        """There is always room."""
        return True

    def give_back(self, execution: "Execution") -> None:
        """Nothing was taken."""

    def withdraw(self, execution: "Execution") -> None:
        """Nobody queues."""

    def leave(self, execution: "Execution", holding: bool) -> None:
        """Nothing was entered."""

    def bury(self, execution: "Execution", holding: bool) -> None:
        """Nobody dies here."""

    def dismiss(self, execution: "Execution", holding: bool) -> None:
        """Nothing was entered."""

    def turn_away(self, execution: "Execution") -> None:
        """There is always room."""

    def start_work(
        self, execution: "Execution", duration: int, key: int, done: "Callable[[Any], None]"
    ) -> None:
        """The client's own time is nobody's capacity."""
        After(execution.clock, duration, key, done)

    def stop_work(self, execution: "Execution") -> None:
        """The client's own time is nobody's capacity."""
        now = execution.clock._now
        execution.worked += now - execution.since
        execution.since = now

    def threaten(
        self,
        execution: "Execution",
        moment: int,
        key: int,
        happens: "Callable[[Any], None]",
        number: int,
    ) -> None:
        """Nobody dies here."""
