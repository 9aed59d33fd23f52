"""Promises: what "accepted" is worth, and where an API can die between database, broker and client.

The three places of a dual write leave three different ledgers. An outbox (one broker that is the
database, and a relay that polls it) leaves an event for every order that is saved.
"""

from tests.engine.exact.notation import Case

ACCEPTED = (  # D05: the API dies 1 ms after it has said yes
    Case(
        name="accepted from memory: a crash after it loses the work",
        text="""
            messages: {Ask: {work: 2 ms}, Job: {work: 10 ms}}
            load: at 0 s 1
            faults: [{crash: A, at: 3 ms, for: 5 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Accepted
                A->>A: Job
        """,
        requests="0 | 0 2 3 - - | accepted lost",
        visits="0 0 A.Ask - | 0 0 0 2 2 3 | 3 0 0 died",
    ),
    Case(
        name="accepted when sent: a message that is not durable yet is lost with its broker",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Ask: {work: 2 ms}, Q.Put: {work: 4 ms}, W.Put: {work: 10 ms}}
            load: at 0 s 1
            faults: [{crash: A, at: 3 ms, for: 5 ms}, {crash: Q, at: 3 ms, for: 5 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)Q: Put
                A-->>C: Accepted
                Q->>W: Put
        """,
        requests="0 | 0 2 3 - - | accepted lost",
        visits="""
            0 0 A.Ask - | 0 0 0 2 2 2 | 2 0 0 well
            0 1 Q.Put 0 | 2 2 2 - - 3 | 1 0 0 died
        """,
    ),
    Case(
        name="accepted when confirmed: nothing is lost, though all but the disk dies",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Ask: {work: 2 ms}, Q.Put: {work: 4 ms}, W.Put: {work: 10 ms}}
            load: at 0 s 1
            faults:
              - {crash: A, at: 7 ms, for: 5 ms}
              - {crash: Q, at: 7 ms, for: 5 ms}
              - {crash: W, at: 1 ms, for: 19 ms}
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>Q: Put
                Q-->>A: Stored
                A-->>C: Accepted
                Q->>W: Put
        """,
        requests="0 | 0 6 30 30 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 6 6 6 | 2 4 0 well
            0 1 Q.Put 0 | 2 2 2 6 6 30 | 4 0 0 well acknowledged
            0 4 W.Put 1 | 20 20 20 - - 30 | 10 0 0 well acknowledged
        """,
    ),
    Case(
        name="accepted when committed with its event: nothing is lost, though the broker is down",
        text="""
            participants: {D: {kind: broker, retry-delay: 10 ms}, Q: {kind: broker}}
            messages:
              Ask: {work: 2 ms}
              D.Save: {work: 3 ms}
              Q.Event: {work: 4 ms}
              W.Event: {work: 5 ms}
            load: at 0 s 1
            faults: [{crash: A, at: 6 ms, for: 5 ms}, {crash: Q, at: 6 ms, for: 5 ms}]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>D: Save
                D-->>A: Saved
                A-->>C: Accepted
                D->>Relay: Save
                Relay->>Q: Event
                Q-->>Relay: Stored
                Q->>W: Event
        """,
        # The event is being written, 5-9, when Q dies at 6; the relay is told so, fails, and has
        # the order again at 16. The event is written 16-20.
        requests="0 | 0 5 25 25 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 0 0 5 5 5 | 2 3 0 well
            0 1 D.Save 0 | 2 2 2 5 5 20 | 3 0 0 well acknowledged
            0 4 Relay.Save 1 | 5 5 5 - - 6 | 0 1 0 failed rejected
            0 4/1 Relay.Save 1 (16) | 16 16 16 - - 20 | 0 4 0 well acknowledged
            0 5 Q.Event 4 | 5 5 5 6 6 6 | 1 0 0 died
            0 5/1 Q.Event 4/1 | 16 16 16 20 20 25 | 4 0 0 well acknowledged
            0 7/1 W.Event 5/1 | 20 20 20 - - 25 | 5 0 0 well acknowledged
        """,
    ),
)

_DUAL_WRITE = """
    participants: {{Q: {{kind: broker}}}}
    messages:
      Order: {{work: 2 ms}}
      Save: {{work: 3 ms}}
      Q.Event: {{work: 4 ms}}
      W.Event: {{work: 5 ms}}
    load: at 0 s 1
    faults: [{faults}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>API: Order
        API->>D: Save
        D-->>API: Saved
        API->>Q: Event
        Q-->>API: Stored
        API-->>C: Ok
        Q->>W: Event
"""
_OUTBOX = """
    participants:
      D: {{kind: broker, poll: 10 ms}}
      Q: {{kind: broker{dedupe}}}
      Relay: {{workers: 1}}
    messages:
      Order: {{work: 2 ms}}
      D.Save: {{work: 3 ms}}
      Q.Event: {{work: 4 ms}}
      Mark: {{work: 2 ms}}
      W.Event: {{work: 5 ms{idempotent}}}
    load: at 0 s 1
    faults: [{faults}]
    run: {{horizon: 100 ms, warm-up: 0 s}}
    diagram: |
      sequenceDiagram
        C->>API: Order
        API->>D: Save
        D-->>API: Saved
        API-->>C: Ok
        D->>Relay: Save
        Relay->>Q: Event
        Q-->>Relay: Stored
        Relay->>Relay: Mark
        Q->>W: Event
"""

DUAL_WRITE = (  # D29, P26
    Case(
        name="a dual write that nothing interrupts: saved, sent, told",
        text=_DUAL_WRITE.format(faults=""),
        requests="0 | 0 9 14 14 - | accepted well",
        visits="""
            0 0 API.Order - | 0 0 0 9 9 9 | 2 7 0 well
            0 1 D.Save 0 | 2 2 2 5 5 5 | 3 0 0 well
            0 3 Q.Event 0 | 5 5 5 9 9 14 | 4 0 0 well acknowledged
            0 6 W.Event 3 | 9 9 9 - - 14 | 5 0 0 well acknowledged
        """,
    ),
    Case(
        name="an API that dies before its database: nothing saved, nothing sent",
        text=_DUAL_WRITE.format(faults="{kill: API, after: Order, chance: 100 %}"),
        requests="0 | 0 - 2 - - | failed lost",
        visits="0 0 API.Order - | 0 0 0 2 2 2 | 2 0 0 died",
    ),
    Case(
        name="an API that dies between database and broker: saved, and the event is lost",
        text=_DUAL_WRITE.format(faults="{kill: API, after: Saved, chance: 100 %}"),
        requests="0 | 0 - 5 - - | failed lost",
        visits="""
            0 0 API.Order - | 0 0 0 5 5 5 | 2 3 0 died
            0 1 D.Save 0 | 2 2 2 5 5 5 | 3 0 0 well
        """,
    ),
    Case(
        name="an API that dies right after it has asked its database: saved all the same",
        text=_DUAL_WRITE.format(faults="{kill: API, after: Save, chance: 100 %}"),
        requests="0 | 0 - 5 - - | failed lost",
        visits="""
            0 0 API.Order - | 0 0 0 2 2 2 | 2 0 0 died
            0 1 D.Save 0 | 2 2 2 5 5 5 | 3 0 0 well
        """,
    ),
    Case(
        name="an API that dies between broker and client: saved, sent, and the client is told no",
        text=_DUAL_WRITE.format(faults="{kill: API, after: Stored, chance: 100 %}"),
        requests="0 | 0 - 14 - - | failed lost",
        visits="""
            0 0 API.Order - | 0 0 0 9 9 9 | 2 7 0 died
            0 1 D.Save 0 | 2 2 2 5 5 5 | 3 0 0 well
            0 3 Q.Event 0 | 5 5 5 9 9 14 | 4 0 0 well acknowledged
            0 6 W.Event 3 | 9 9 9 - - 14 | 5 0 0 well acknowledged
        """,
    ),
)

_RELAYED = """
    0 1 D.Save 0 | 2 2 2 5 5 16 | 3 0 0 well acknowledged
    0 4 Relay.Save 1 | 10 10 10 - - 16 | 2 4 0 well acknowledged
    0 5 Q.Event 4 | 10 10 10 14 14 19 | 4 0 0 well acknowledged
    0 8 W.Event 5 | 14 14 14 - - 19 | 5 0 0 well acknowledged
"""

# Saved at 5. The relay asks at 0 and at 10, sends until 14, and marks the order as sent by 16.
# Where it dies at 15, it has the order again at 20.
_TWICE = """
    0 0 API.Order - | 0 0 0 5 5 5 | 2 3 0 well
    0 1 D.Save 0 | 2 2 2 5 5 26 | 3 0 0 well acknowledged
    0 4 Relay.Save 1 | 10 10 10 - - 15 | 1 4 0 died cut_off
    0 4/1 Relay.Save 1 (15) | 20 20 20 - - 26 | 2 4 0 well acknowledged
    0 5 Q.Event 4 | 10 10 10 14 14 19 | 4 0 0 well acknowledged
"""

OUTBOX = (
    Case(
        name="an outbox sends what was saved, when its relay asks next",
        text=_OUTBOX.format(faults="", dedupe="", idempotent=""),
        requests="0 | 0 5 19 19 - | accepted well",
        visits="0 0 API.Order - | 0 0 0 5 5 5 | 2 3 0 well" + _RELAYED,
    ),
    Case(
        name="an outbox sends nothing of an order that was never saved",
        text=_OUTBOX.format(
            faults="{kill: API, after: Order, chance: 100 %}", dedupe="", idempotent=""
        ),
        requests="0 | 0 - 2 - - | failed lost",
        visits="0 0 API.Order - | 0 0 0 2 2 2 | 2 0 0 died",
    ),
    Case(
        name="an outbox sends an event for what was saved though the API dies at once",
        text=_OUTBOX.format(
            faults="{kill: API, after: Saved, chance: 100 %}", dedupe="", idempotent=""
        ),
        # Only the answer is lost.
        requests="0 | 0 - 19 - - | failed lost",
        visits="0 0 API.Order - | 0 0 0 5 5 5 | 2 3 0 died" + _RELAYED,
    ),
    Case(
        name="a relay that dies before it has marked what it sent sends it twice",
        text=_OUTBOX.format(
            faults="{crash: Relay, at: 15 ms, for: 5 ms}", dedupe="", idempotent=""
        ),
        requests="0 | 0 5 29 29 - | accepted well",
        visits=_TWICE
        + """
            0 5/1 Q.Event 4/1 | 20 20 20 24 24 29 | 4 0 0 well acknowledged
            0 8 W.Event 5 | 14 14 14 - - 19 | 5 0 0 well acknowledged
            0 8/1 W.Event 5/1 | 24 24 24 - - 29 | 5 0 0 well acknowledged
        """,
    ),
    Case(
        name="a receiver that knows what it has done does not do it again",
        text=_OUTBOX.format(
            faults="{crash: Relay, at: 15 ms, for: 5 ms}",
            dedupe="",
            idempotent=", idempotent: unlimited",
        ),
        # Delivered twice, done once.
        requests="0 | 0 5 26 26 - | accepted well",
        visits=_TWICE
        + """
            0 5/1 Q.Event 4/1 | 20 20 20 24 24 24 | 4 0 0 well acknowledged
            0 8 W.Event 5 | 14 14 14 - - 19 | 5 0 0 well acknowledged
            0 8/1 W.Event 5/1 | 24 24 24 - - 24 | 0 0 0 well acknowledged
        """,
    ),
    Case(
        name="a broker that knows a message stores it no second time",
        text=_OUTBOX.format(
            faults="{crash: Relay, at: 15 ms, for: 5 ms}", dedupe=", dedupe: 1 min", idempotent=""
        ),
        # Confirmed twice, delivered once.
        requests="0 | 0 5 26 26 - | accepted well",
        visits=_TWICE
        + """
            0 5/1 Q.Event 4/1 | 20 20 20 24 24 24 | 4 0 0 well acknowledged
            0 8 W.Event 5 | 14 14 14 - - 19 | 5 0 0 well acknowledged
        """,
    ),
    Case(
        name="a broker that has forgotten a message stores it again",
        text=_OUTBOX.format(
            faults="{crash: Relay, at: 15 ms, for: 5 ms}", dedupe=", dedupe: 5 ms", idempotent=""
        ),
        requests="0 | 0 5 29 29 - | accepted well",
        visits=_TWICE
        + """
            0 5/1 Q.Event 4/1 | 20 20 20 24 24 29 | 4 0 0 well acknowledged
            0 8 W.Event 5 | 14 14 14 - - 19 | 5 0 0 well acknowledged
            0 8/1 W.Event 5/1 | 24 24 24 - - 29 | 5 0 0 well acknowledged
        """,
    ),
)
