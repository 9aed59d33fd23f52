"""Workers that are held, given back, shared, or told no."""

from tests.analysis.known.designs import ASK, CALL, SUBSCRIBERS, design, said


def test_workers_that_are_held_for_another_queue_have_no_formula() -> None:
    times = {"Request": "exponential 20 ms", "Query": "exponential 50 ms"}
    one = design(CALL, work=times, workers={"API": 3, "DB": 1})
    reason = "API holds its workers while it waits for DB"
    for metric in ("completed.mean", "throughput.mean", "utilisation.DB.mean", "backlog.API.mean"):
        assert said(one, metric) == reason
    assert said(one, "held.DB.mean") == "0.05 by sum of means"
    assert said(one, "offered.mean") == "8 by the load"


def test_workers_that_are_held_for_a_time_of_its_own_are_m_g_c() -> None:
    # Held for 20 + 30 ms, cv² = (4 + 9) / 25: 0.4 / 0.6 × 0.05 × 0.76 of wait.
    times = {"Request": "exponential 20 ms", "Query": "exponential 30 ms"}
    one = design(CALL, work=times, workers={"API": 1})
    assert said(one, "completed.mean") == "0.075333 by Pollaczek–Khinchine (M/G/1)"
    assert said(one, "utilisation.API.mean") == "0.4 by utilisation law"
    several = design(CALL, "poisson 32/s", work=times, workers={"API": 2})
    assert said(several, "completed.mean").endswith("by Allen–Cunneen (M/G/2)")


def test_a_caller_without_a_limit_leaves_the_queue_alone() -> None:
    times = {"Request": "exponential 20 ms", "Query": "exponential 100 ms"}
    one = design(CALL, work=times, workers={"DB": 1})
    assert said(one, "completed.mean") == "0.52 by M/M/1"
    assert said(one, "held.API.mean") == "0.52 by sum of means"
    assert said(one, "backlog.DB.mean") == "3.2 by Little's law"


def test_workers_that_are_given_back_while_they_wait_queue_again() -> None:
    # Three visits of 80 ms at 10/s: A is reached by 20/s.
    drawing = """sequenceDiagram
      Client->>A: Ask
      A->>B: Go
      B-->>A: Gone
      A-->>Client: Done"""
    times = {"Ask": "exponential 80 ms", "Go": "exponential 80 ms", "A.Gone": "exponential 80 ms"}
    pools = {"A": {"workers": 2, "waiting": "releases"}, "B": {"workers": 1}}
    one = design(drawing, "poisson 10/s", work=times, participants=pools)
    # 2 × 0.08 / (1 - 0.64) + 0.08 / 0.2
    assert said(one, "completed.mean") == "0.84444 by Jackson (M/M/2 → M/M/1)"
    assert said(one, "utilisation.A.mean") == "0.8 by utilisation law"
    bare = design(drawing, "poisson 10/s", work=times | {"A.Gone": "0 s"}, participants=pools)
    assert said(bare, "completed.mean").startswith("what leaves A is no Poisson stream")


def test_a_pause_needs_another_worker_after_it() -> None:
    drawing = """sequenceDiagram
      Client->>A: Ask
      A->>A: Think
      A->>A: Say
      A-->>Client: Done"""
    messages = {
        "Ask": {"work": "exponential 80 ms"},
        "Think": {"wait": "exponential 1 s"},
        "Say": {"work": "exponential 80 ms"},
    }
    one = design(drawing, "poisson 10/s", messages=messages, participants={"A": {"workers": 2}})
    assert said(one, "completed.mean") == "1.4444 by M/M/2"  # 2 × 0.08 / 0.36 + 1
    assert said(one, "held.mean") == "0.16 by sum of means"


def test_chance_decides_whether_an_answer_is_waited_for() -> None:
    drawing = """sequenceDiagram
      Client->>A: Ask
      A->>B: Go
      A->>A: Own
      B-->>A: Gone
      A-->>Client: Done"""
    times = {"Own": "exponential 80 ms", "Go": "exponential 80 ms"}
    pools = {"A": {"workers": 20, "waiting": "releases"}}
    one = design(drawing, work=times, participants=pools)
    assert said(one, "completed.mean") == "chance decides whether A waits for an answer"
    holds = design(drawing, work=times, participants={"A": {"workers": 20}})
    assert said(holds, "completed.mean") == "0.12 by slowest of 2"


def test_branches_that_share_a_worker_take_turns() -> None:
    drawing = """sequenceDiagram
      Client->>A: Ask
      par
        A->>A: One
      and
        A->>A: Two
      end
      A-->>Client: Done"""
    one = design(drawing, work={"One": "exponential 80 ms", "Two": "exponential 80 ms"})
    assert said(one, "completed.mean") == "branches of A take turns with one worker"
    alone = design(drawing, work={"One": "exponential 80 ms"})
    assert said(alone, "completed.mean") == "0.08 by M/G/∞"


def test_what_somebody_else_sets_off() -> None:
    drawing = """sequenceDiagram
      Client->>A: Ask
      Client->>B: Go
      B-->>Client: Gone
      A-->>Client: Done
      Client->>C: More
      C-->>Client: Fine"""
    one = design(drawing, work={"Ask": "exponential 80 ms", "Go": "exponential 80 ms"})
    assert said(one, "noticed.mean") == "0.12 by slowest of 2"


def test_answers_that_race_have_no_formula() -> None:
    drawing = SUBSCRIBERS + "\n  A-)Client: Done\n  B-)Client: Done"
    work = {"A.Job": "exponential 100 ms", "B.Job": "exponential 100 ms"}
    one = design(drawing, work=work, acknowledged="Done")
    assert said(one, "acknowledged.mean") == "several answers race"


def test_a_no_that_is_drawn() -> None:
    drawing = "sequenceDiagram\n  Client->>A: Ask\n  A--xClient: No"
    one = design(drawing, work={"Ask": "exponential 100 ms"}, workers={"A": 1})
    assert said(one, "settled.mean") == "the drawing says no to some of the work"
    assert said(one, "held.mean") == "the drawing says no to some of the work"


def test_a_lost_message_completes_nothing() -> None:
    drawing = ASK + "\n  API-xLog: Line"
    one = design(drawing, work={"Request": "exponential 100 ms"}, workers={"API": 1})
    assert said(one, "acknowledged.mean") == "0.5 by M/M/1"
    assert said(one, "completed.mean") == "completed: never, by the drawing"
    assert said(one, "settled.mean") == "0.5 by M/M/1"
