"""Senders that wait for confirmations: so many messages of each can be on their way unconfirmed."""

from collections import deque
from typing import TYPE_CHECKING, Any

from simkit.engine.order import ENDS
from simkit.engine.reference.events import After
from simkit.record.tables import Done

if TYPE_CHECKING:
    from simkit.engine.reference.broker import Message

Sender = tuple[int, int]  # a participant, and one of its instances


class Publisher:
    """What the senders of messages for one broker have not been told of.

    A message is confirmed when the broker has written or refused it, one way over the network
    later. One that is lost, or dies with the broker, is never confirmed: its place is taken until
    its sender dies.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.unconfirmed: dict[Sender, int] = {}
        self.waiting: dict[Sender, deque[Message]] = {}
        self.lives: dict[Sender, int] = {}

    def sender(self, message: "Message") -> Sender:
        """Who sends a message."""
        parent = message.parent
        assert parent is not None
        instance = parent.instance.number if parent.instance is not None else 0
        return parent.plan.participant, instance

    def admits(self, message: "Message") -> bool:
        """Whether a message may leave at once; if not, it waits with its sender."""
        sender = self.sender(message)
        if self.unconfirmed.get(sender, 0) >= self.size:
            self.waiting.setdefault(sender, deque()).append(message)
            return False
        self.unconfirmed[sender] = self.unconfirmed.get(sender, 0) + 1
        return True

    def written(self, message: "Message") -> None:
        """The broker has written a message, or refused it."""
        sender, scope, line = self.sender(message), message.scope, message.plan.line
        delay = scope.run.draws.confirmation(line, scope.address)(message.journey.request)
        life = self.lives.get(sender, 0)
        After(message.clock, delay, ENDS + message.key, self.confirmed, (sender, life))

    def confirmed(self, event: Any) -> None:
        """A sender hears of it: the next of its messages can leave."""
        sender, life = event.value
        if life != self.lives.get(sender, 0):
            return
        self.unconfirmed[sender] -= 1
        waiting = self.waiting.get(sender)
        if waiting:
            message = waiting.popleft()
            if self.admits(message):
                message.depart()

    def crash(self, sender: Sender) -> None:
        """A sender dies, and with it what waited there."""
        self.lives[sender] = self.lives.get(sender, 0) + 1
        self.unconfirmed[sender] = 0
        for message in self.waiting.pop(sender, ()):
            message.lost = True
            message.scope.marks(Done.LOST)
            message.scope.closes()
