"""The blocks of draws that the machine can look up, and what it has not found yet."""

import numpy as np

from simkit.engine.compiled import places as at
from simkit.engine.compiled.luck import ADDRESS_BITS, ADDRESS_WIDTH, BLOCKS_A_SLOT
from simkit.engine.compiled.program import Draw
from simkit.engine.compiled.snapshots import Ints, larger
from simkit.engine.sampling.stream import BLOCK

LETTERS = "dahtc"  # of `Again`: why something is done again


class Store:
    """Blocks of numbers in one array, and where each is.

    Attributes:
        numbers: The array; it grows.
        known: Where the block of each draw, address and number begins.
    """

    def __init__(self, draws: list[Draw]) -> None:
        self.draws = draws
        self.numbers: Ints = np.zeros(64 * BLOCK, dtype=np.int64)
        self.free = list(range(63, -1, -1))
        self.known: dict[tuple[int, int, int], int] = {}
        # What is drawn with every block of requests of a source: common draws, and whatever
        # else was asked for.
        self.wanted: dict[int, list[tuple[int, int]]] = {}
        for number, one in enumerate(draws):
            if one.is_common and one.constant < 0:
                self.wanted.setdefault(one.source, []).append((number, 0))
        self.loaded: dict[int, set[int]] = {}  # by source, blocks of requests
        self.recent: list[tuple[int, int, int]] = []  # what was drawn since the last snapshot

    def place(self) -> int:
        """Room for one more block; where it is."""
        if not self.free:
            blocks = len(self.numbers) // BLOCK
            self.numbers = larger(self.numbers, 2 * len(self.numbers))
            self.free = list(range(2 * blocks - 1, blocks - 1, -1))
        return self.free.pop() * BLOCK

    def keep(self, numbers: Ints) -> int:
        """Keep up to a block of numbers; where they are."""
        place = self.place()
        self.numbers[place : place + len(numbers)] = numbers
        return place

    def give_back(self, place: int) -> None:
        """A block is of no use any more."""
        self.free.append(place // BLOCK)

    # ---------------------------------------------------------------- draws

    def load(self, slot: int, address: int, text: str, block: int) -> None:
        """Draw a block, unless it is there."""
        if (slot, address, block) not in self.known:
            numbers = self.draws[slot].values(text, block * BLOCK, BLOCK)
            self.known[slot, address, block] = self.keep(numbers)
            self.recent.append((slot, address, block))

    def load_for(self, source: int, block: int, texts: "Addresses") -> None:
        """Draw what a block of requests of a source will need."""
        self.loaded.setdefault(source, set()).add(block)
        for slot, address in self.wanted.get(source, ()):
            self.load(slot, address, texts.text(address), block)

    def want(self, slot: int, address: int, block: int, texts: "Addresses") -> None:
        """A draw was missed: from now on it is drawn with all others of its source."""
        source = self.draws[slot].source
        if source < 0:
            self.load(slot, address, "", block)
            return
        text = texts.text(address)
        wanted = self.wanted.setdefault(source, [])
        if (slot, address) not in wanted:
            wanted.append((slot, address))
        for other in self.loaded.get(source, set()) | {block}:
            self.load(slot, address, text, other)

    def forget_before(self, source: int, block: int) -> None:
        """No request of earlier blocks is open any more."""
        old = {one for one in self.loaded.get(source, ()) if one < block}
        if not old:
            return
        self.loaded[source] -= old
        for key in [key for key in self.known if key[2] in old]:
            if self.draws[key[0]].source == source:
                self.give_back(self.known.pop(key))

    def table(self, most: int) -> Ints:
        """What is known, as the machine looks it up."""
        table = np.full(2 * most, -1, dtype=np.int64)
        self.enter(table, most, list(self.known))
        return table

    def enter(self, table: Ints, most: int, drawn: list[tuple[int, int, int]]) -> None:
        """Have some of it looked up in a table that has room for it."""
        for slot, address, block in drawn:
            key = (((slot << ADDRESS_BITS) | address) << BLOCKS_A_SLOT) | block
            place = ((key >> BLOCKS_A_SLOT) * 31 + key * 7) & (most - 1)
            while table[2 * place] not in (-1, key):
                place = (place + 1) & (most - 1)
            table[2 * place] = key
            table[2 * place + 1] = self.known[slot, address, block]


class Addresses:
    """The texts of addresses, by their numbers."""

    def __init__(self, memory: Ints) -> None:
        self.memory = memory
        self.texts = {0: ""}

    def text(self, address: int) -> str:
        """The text of an address."""
        if address not in self.texts:
            place = int(self.memory[at.ADDRESS_TABLE]) + address * ADDRESS_WIDTH
            parent, depth, letter, number = (int(one) for one in self.memory[place : place + 4])
            own = f" {depth}:{LETTERS[letter]}{number}" if letter < len(LETTERS) else f" {number}"
            self.texts[address] = self.text(parent) + own
        return self.texts[address]
