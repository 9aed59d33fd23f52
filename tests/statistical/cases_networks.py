"""Several stations in a row, dealt out to, or visited again; and one that gets batches."""

import simkit as sk
from simkit.analysis import theory
from tests.statistical import readings as read
from tests.statistical.case import Case, Quantity
from tests.statistical.drawings import SPLIT, TANDEM, WARM_UP, lasts, open_queue, told
from tests.statistical.formulas import sojourn_m_m_1
from tests.statistical.interval import LONG

TENTH = "exponential 100 ms"
M_M_1 = {"arrival_rate": 8.0, "service_time": 0.1}
FOUR = ("W1", "W2", "W3", "W4")


def tandem() -> Case:
    """Jackson 1957; what leaves M/M/1 is Poisson again (Burke 1956); Reich 1957.

    r² = 47/n for the mean, 50/n for the p75, 190/n for the p99.
    """
    work = {"Order": TENTH, "Parcel": "exponential 83.333333 ms"}
    return Case(
        name="M/M/1 → M/M/1",
        scenario=open_queue(TANDEM, 8, 22_000, work, {"First": 1, "Second": 1}),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=sojourn_m_m_1(8, 10) + sojourn_m_m_1(8, 12),
                printed=".75",
                precision=LONG,
                read=read.metric("completed.mean"),
            ),
            Quantity(
                name="p75 of the sojourn, s",
                theory=theory.tandem_sojourn_percentile(
                    share=0.75, arrival_rate=8, service_times=[0.1, 1 / 12]
                ),
                precision=LONG,
                read=read.metric("completed.p75"),
            ),
            Quantity(
                name="p99 of the sojourn, s",
                theory=theory.tandem_sojourn_percentile(
                    share=0.99, arrival_rate=8, service_times=[0.1, 1 / 12]
                ),
                printed="2.648",
                precision=0.075,
                read=read.metric("completed.p99"),
            ),
            Quantity(
                name="dispersion of the departures",
                theory=1.0,
                read=read.dispersion_of_ends("First", rate=8),
            ),
            Quantity(
                name="squared variation of the gaps between departures",
                theory=1.0,
                printed="1",
                read=read.variation_of_gaps("First", rate=8),
            ),
        ),
    )


def bulk_arrivals() -> Case:
    """Gross and Harris 1998: each request tells one worker ten times at one instant.

    r² = 40/n for n batches. The past fades by e each 35 of them (diffusion, as above 210 messages).
    """
    state = theory.bulk_arrivals_m_1(batch_rate=0.8, batch_size=10, service_time=0.1)
    scenario = open_queue(
        told(*["API"] * 10, label="Item"), 0.8, 4_500, {"Item": TENTH}, {"API": 1}, 400
    )
    return Case(
        name="M^[10]/M/1",
        scenario=scenario,
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=state.mean_sojourn,
                printed="2.75",
                precision=0.06,
                read=read.sojourn("API"),
            ),
            Quantity(
                name="mean in system",
                theory=state.mean_in_system,
                printed="22",
                precision=0.06,
                read=read.mean_present("API"),
            ),
        ),
    )


def dealt_out() -> Case:
    """Kleinrock 1975, G/M/1: what one of four private queues sees is Erlang distributed.

    Nothing of the language deals out in turn yet. A clock does: one user whose thinking is the
    gap before the first job, and whose journey holds the three other jobs and their gaps. r² =
    15/n for n rounds, 25/n for the wait.
    """
    jobs = "\n  Dealer->>Dealer: Gap\n".join(f"  Dealer-){name}: Job" for name in FOUR)
    state = theory.e_k_m_1(**M_M_1, stages=4)
    scenario = sk.scenario(
        f"sequenceDiagram\n  Client->>Dealer: Deal\n{jobs}\n  Dealer-->>Client: Dealt",
        load="users 1 think exponential 31.25 ms",
        messages={"Gap": {"wait": "exponential 31.25 ms"}},
        work={f"{name}.Job": TENTH for name in FOUR},
        workers=dict.fromkeys(FOUR, 1),
        network="0 s",
        run=lasts(100, 100 + 6_000 / 8),
    )
    return Case(
        name="round robin over four queues",
        scenario=scenario,
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=state.mean_sojourn,
                printed=".32674",
                precision=0.03,
                read=read.sojourn(*FOUR),
            ),
            Quantity(
                name="mean wait, s, by Kingman",
                theory=theory.kingman_approximation(**M_M_1, arrival_cv=0.5, service_cv=1),
                printed=".250",
                precision=0.05,
                error=0.103,  # printed as 10 %
                read=lambda recording, design: read.sojourn(*FOUR)(recording, design) - 0.1,
            ),
        ),
    )


def split_at_random() -> Case:
    """A Poisson stream that is split by chance is Poisson again: four M/M/1. r² = 79/n."""
    work = {f"{name}.{name}": TENTH for name in FOUR}
    return Case(
        name="four queues at random",
        scenario=open_queue(SPLIT, 32, 9_000, work, dict.fromkeys(FOUR, 1), 3_200),
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=sojourn_m_m_1(8, 10),
                printed=".5",
                precision=0.06,
                read=read.sojourn(*FOUR),
            ),
        ),
    )


def feedback() -> Case:
    """Jackson 1957: one message in four comes back to the end of the queue, again and again.

    Nothing of the language draws lots on the way yet. A Poisson stream can be split by chance
    beforehand: whoever will come k times is the client of a drawing with k calls. Seven is
    the most, for whoever would come more often too: 0.006 % of the messages. r² = 65/n.
    """
    most, again, lines, load = 7, 0.25, ["sequenceDiagram"], {}
    for times in range(1, most + 1):
        client = f"Client{times}"
        lines += [f"  {client}->>API: Request", f"  API-->>{client}: Done"] * times
        share = again ** (times - 1) * (1 if times == most else 1 - again)
        load[client] = f"poisson {6 * share}/s"
    network = theory.jackson_network(
        arrival_rates=[6], routing=[[again]], service_times=[0.1], servers=[1]
    )
    scenario = sk.scenario(
        "\n".join(lines),
        load=load,
        work={"Request": TENTH},
        workers={"API": 1},
        network="0 s",
        run=lasts(200, 200 + 12_000 / 6),
    )
    return Case(
        name="M/M/1 with feedback",
        scenario=scenario,
        quantities=(
            Quantity(
                name="mean sojourn, s",
                theory=network.mean_sojourn,
                printed=".6667",
                precision=0.05,
                read=read.metric("completed.mean"),
            ),
            Quantity(
                name="visits a message",
                theory=network.nodes[0].visits,
                printed="1.333",
                read=read.visits_per_request("API"),
            ),
        ),
    )


def breakdowns() -> Case:
    """Gaver 1962; Avi-Itzhak and Naor 1963: the worker breaks down at work, and goes on after.

    Nothing of the language breaks down yet. For exponential work a breakdown can be drawn: the
    time until the next of end and breakdown is exponential, with 10.1/s, and it is a
    breakdown with chance 0.1 in 10.1, whatever happened before. Whoever will meet k of them is
    the client of a drawing with k repairs; three is the most: all but 1 in 10⁸ messages. r² =
    550/n for the wait.
    """
    rate, breaks = 5, 0.1 / 10.1
    lines, load = ["sequenceDiagram"], {}
    for times in range(4):
        client = f"Client{times}"
        lines.append(f"  {client}-)API: Work")
        lines += ["  API->>API: Repair", "  API->>API: Rest"] * times
        load[client] = f"poisson {rate * breaks**times * (1 - breaks):.12f}/s"
    state = theory.m_g_1_breakdowns(
        arrival_rate=rate, service_time=0.1, service_cv=1, failure_rate=0.1, repair_time=2
    )
    work = dict.fromkeys(("Work", "Rest"), "exponential 99.009901 ms")  # 1 s over 10.1
    scenario = sk.scenario(
        "\n".join(lines),
        load=load,
        work={**work, "Repair": "exponential 2 s"},
        workers={"API": 1},
        network="0 s",
        run=lasts(WARM_UP / rate, (WARM_UP + 16_000) / rate),
    )
    return Case(
        name="M/M/1 with breakdowns",
        scenario=scenario,
        quantities=(
            Quantity(
                name="mean time from start to end, s",
                theory=state.mean_sojourn - state.mean_wait,
                printed=".12",
                read=read.metric("held.mean"),
            ),
            Quantity(
                name="mean wait, s",
                theory=state.mean_wait,
                printed=".680",
                precision=0.12,
                read=read.waiting("API"),
            ),
        ),
    )


def hottest_partition() -> Case:
    """The hottest of twelve partitions, with a share of 20 %, is full at 50/s, all at 600/s.

    r² = 11/n: the utilisation of one of five messages; 2/n of each, and chance in the share.
    """
    share, rate = 0.2, 200
    scenario = sk.scenario(
        "sequenceDiagram\n  Popular-)Hottest: Item\n  Others-)Eleven: Item",
        load={"Popular": f"poisson {rate * share}/s", "Others": f"poisson {rate * (1 - share)}/s"},
        work={f"{name}.Item": "exponential 20 ms" for name in ("Hottest", "Eleven")},
        workers={"Hottest": 1, "Eleven": 11},
        network="0 s",
        run=lasts(8, 8 + 25),
    )
    utilisation = read.metric("utilisation.Hottest.mean")
    return Case(
        name="partitions, one of them hot",
        scenario=scenario,
        quantities=(
            Quantity(
                name="highest rate before one is full, /s",
                theory=50 / share,
                printed="250",
                precision=0.03,
                read=lambda recording, design: rate / utilisation(recording, design),
            ),
        ),
    )


CASES = (
    tandem(),
    bulk_arrivals(),
    dealt_out(),
    split_at_random(),
    feedback(),
    breakdowns(),
    hottest_partition(),
)
