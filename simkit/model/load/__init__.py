"""How many requests come, and when: what a client asks of the system.

An *open* load sends its requests whether or not earlier ones were answered. They come by chance at
one rate (`Poisson`), at a rate that follows the clock (`Wave`, `Curve`) or changes by itself
(`Modulated`); at equal distances (`Every`); many at one instant (`Burst`, `Bursts`); one kind after
the other (`Phases`); or as somebody has recorded them (`Trace`, `Counts`). A *closed* load
(`Users`) has people who wait.

Each says of itself what can be said without running it:

- ``by_chance``: whether anything of it is drawn;
- ``settles``: whether it goes on for ever in the same way, so that there can be a steady state;
- ``dispersion``: the variance of how many requests come in a long time, over their mean number;
- ``peak``: the highest rate, in requests per second, 0 where there is none;
- ``expected(until)``: how many requests to expect in ``[0, until)`` ns;
- ``rates(until)``: from when on, in ns, how many come each second on average, bursts left out;
- ``with_quantity(text)``: the same load with another mean.
"""

from simkit.model.load.burst import Burst, Bursts
from simkit.model.load.curve import Curve, Wave
from simkit.model.load.modulated import Modulated, State
from simkit.model.load.phases import Nothing, Phase, Phases
from simkit.model.load.steady import Every, Poisson, Users
from simkit.model.load.trace import Counts, Trace

Load = Poisson | Wave | Curve | Modulated | Every | Users | Burst | Bursts | Phases | Trace | Counts

__all__ = [
    "Burst",
    "Bursts",
    "Counts",
    "Curve",
    "Every",
    "Load",
    "Modulated",
    "Nothing",
    "Phase",
    "Phases",
    "Poisson",
    "State",
    "Trace",
    "Users",
    "Wave",
]
