"""What only a delivery, or a message in a broker, has to do: for everything else, nothing."""


class Undelivered:
    """An execution that no broker has delivered."""

    def taken_up(self) -> None:
        """No broker is to know that a worker has it."""

    def settle(self) -> None:
        """Nothing to settle: no broker has delivered it."""

    def reject(self) -> None:
        """Nothing to settle: no broker has delivered it."""

    def free_place(self) -> None:
        """No window has a place for it."""

    def fall_through(self) -> None:
        """Nothing to settle: no broker has delivered it."""

    def handed_on(self, good: bool) -> None:
        """Nothing to hand on: no broker has stored it."""
