"""Promises: P36, what was done is undone when a later step fails, ordered by one or by events."""

from tests.engine.exact.notation import Case


def orchestrated(fails: str, load: str = "at 0 s 1") -> str:
    """One asks three in turn, and has what they did undone when one of them fails."""
    works = {"Pay": 3, "Ship": 5, "Notify": 2}
    costs = ", ".join(
        f"{label}: {{work: {work} ms{', fails: 100 %' if label == fails else ''}}}"
        for label, work in works.items()
    )
    return f"""
            participants: {{O: {{workers: 1}}}}
            messages: {{{costs}, Refund: {{work: 4 ms}}, Recall: {{work: 6 ms}}}}
            load: {load}
            run: {{horizon: 100 ms, warm-up: 0 s}}
            diagram: |
              sequenceDiagram
                C->>O: Order
                critical saga
                  O->>P: Pay
                  P-->>O: Paid
                  O->>S: Ship
                  S-->>O: Shipped
                  O->>N: Notify
                  N-->>O: Notified
                  O-->>C: Confirmed
                option failure
                  opt Ship succeeded
                    O->>S: Recall
                    S-->>O: Recalled
                  end
                  opt Pay succeeded
                    O->>P: Refund
                    P-->>O: Refunded
                  end
                  O--xC: Declined
                end
    """


ORCHESTRATED = (
    Case(
        name="a saga of which all steps go well undoes nothing",
        text=orchestrated(""),
        requests="0 | 0 10 10 10 10 | ok well",
        visits="""
            0 0 O.Order - | 0 0 0 10 10 10 | 0 10 0 well
            0 1 P.Pay 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 3 S.Ship 0 | 3 3 3 8 8 8 | 5 0 0 well
            0 5 N.Notify 0 | 8 8 8 10 10 10 | 2 0 0 well
        """,
    ),
    Case(
        name="a saga whose first step fails has nothing to undo",
        text=orchestrated("Pay"),
        requests="0 | 0 - 3 - - | failed failed",
        visits="""
            0 0 O.Order - | 0 0 0 3 3 3 | 0 3 0 well
            0 1 P.Pay 0 | 0 0 0 3 3 3 | 3 0 0 failed
        """,
    ),
    Case(
        name="a saga whose second step fails undoes the first",
        text=orchestrated("Ship"),
        requests="0 | 0 - 12 - - | failed failed",
        visits="""
            0 0 O.Order - | 0 0 0 12 12 12 | 0 12 0 well
            0 1 P.Pay 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 3 S.Ship 0 | 3 3 3 8 8 8 | 5 0 0 failed
            0 10 P.Refund 0 | 8 8 8 12 12 12 | 4 0 0 well
        """,
    ),
    Case(
        name="a saga whose third step fails undoes the two before, the last one first",
        text=orchestrated("Notify"),
        requests="0 | 0 - 20 - - | failed failed",
        visits="""
            0 0 O.Order - | 0 0 0 20 20 20 | 0 20 0 well
            0 1 P.Pay 0 | 0 0 0 3 3 3 | 3 0 0 well
            0 3 S.Ship 0 | 3 3 3 8 8 8 | 5 0 0 well
            0 5 N.Notify 0 | 8 8 8 10 10 10 | 2 0 0 failed
            0 8 S.Recall 0 | 10 10 10 16 16 16 | 6 0 0 well
            0 10 P.Refund 0 | 16 16 16 20 20 20 | 4 0 0 well
        """,
    ),
)

EVENTS = """
            participants: {Q: {kind: broker}, P: {workers: 1}, S: {workers: 1}}
            messages: {P.Ordered: {work: 3 ms}, S.Paid: {work: 5 ms}, Cancel: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>O: Order
                O-->>C: Accepted
                O-)Q: Ordered
                Q->>P: Ordered
                alt PAID
                  P-)Q: Paid
                  Q->>S: Paid
                  alt SHIPPED
                    S-)C: Shipped
                  else
                    S-)P: Recall
                    P-)O: Cancel
                  end
                else
                  P-)O: Refuse
                end
"""


def choreographed(paid: str, shipped: str) -> str:
    """Each reacts to an event of the one before, and undoes what a later one could not do."""
    return EVENTS.replace("PAID", paid).replace("SHIPPED", shipped)


CHOREOGRAPHED = (
    Case(
        name="by events, each does its part when the one before has done its own",
        text=choreographed("100 %", "100 %"),
        requests="0 | 0 0 8 8 8 | accepted well",
        visits="""
            0 0 O.Order - | 0 0 0 0 0 0 | 0 0 0 well
            0 2 Q.Ordered 0 | 0 0 0 - - 3 | 0 0 0 well acknowledged
            0 3 P.Ordered 2 | 0 0 0 - - 3 | 3 0 0 well acknowledged
            0 4 Q.Paid 3 | 3 3 3 - - 8 | 0 0 0 well acknowledged
            0 5 S.Paid 4 | 3 3 3 - - 8 | 5 0 0 well acknowledged
            0 6 C.Shipped 5 | 8 8 8 - - 8 | 0 0 0 well
        """,
    ),
    Case(
        name="by events, what the first did is undone by him who hears that the next could not",
        text=choreographed("100 %", "0 %"),
        requests="0 | 0 0 10 10 - | accepted well",
        visits="""
            0 0 O.Order - | 0 0 0 0 0 0 | 0 0 0 well
            0 2 Q.Ordered 0 | 0 0 0 - - 3 | 0 0 0 well acknowledged
            0 3 P.Ordered 2 | 0 0 0 - - 3 | 3 0 0 well acknowledged
            0 4 Q.Paid 3 | 3 3 3 - - 8 | 0 0 0 well acknowledged
            0 5 S.Paid 4 | 3 3 3 - - 8 | 5 0 0 well acknowledged
            0 7 P.Recall 5 | 8 8 8 - - 8 | 0 0 0 well
            0 8 O.Cancel 7 | 8 8 8 - - 10 | 2 0 0 well
        """,
    ),
    Case(
        name="by events, where the first could not there is no event for the next",
        text=choreographed("0 %", "100 %"),
        requests="0 | 0 0 3 3 - | accepted well",
        visits="""
            0 0 O.Order - | 0 0 0 0 0 0 | 0 0 0 well
            0 2 Q.Ordered 0 | 0 0 0 - - 3 | 0 0 0 well acknowledged
            0 3 P.Ordered 2 | 0 0 0 - - 3 | 3 0 0 well acknowledged
            0 9 O.Refuse 3 | 3 3 3 - - 3 | 0 0 0 well
        """,
    ),
)
