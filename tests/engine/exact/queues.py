"""Exact cases: brokers, what they store, and who takes it from them."""

from tests.engine.exact.notation import Case

QUEUES = (
    Case(
        name="a broker confirms a message when it is durable, and hands it on then",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Q.Put: {work: 3 ms}, W.Put: {work: 5 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
                Q->>W: Put
        """,
        # Under way 0-1, written 1-4; confirmed and handed on at 4. Dealt with when W is done, at
        # 10.
        requests="0 | 0 5 10 10 - | accepted well",
        visits="""
            0 0 Q.Put - | 0 1 1 4 5 10 | 3 0 0 well acknowledged
            0 2 W.Put 0 | 4 5 5 - - 10 | 5 0 0 well acknowledged
        """,
    ),
    Case(
        name="nobody waits for a message that no broker confirms",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Ask: {work: 1 ms}, Q.Put: {work: 3 ms}, W.Put: {work: 5 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-)Q: Put
                A-->>C: Tell
                Q->>W: Put
        """,
        requests="0 | 0 3 12 12 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 2 3 2 | 1 0 0 well
            0 1 Q.Put 0 | 2 3 3 - - 12 | 3 0 0 well acknowledged    # written 3-6
            0 3 W.Put 1 | 6 7 7 - - 12 | 5 0 0 well acknowledged
        """,
    ),
    Case(
        name="a delivery waits in the broker until a worker is free",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Put: {work: 1 ms}, Job: {work: 4 ms}}
            load: at 0 s 3
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # All three are durable at 1; W takes them at 1, 5 and 9, and only then do they leave.
        requests="""
            0 | 0 - 5 5 - | nothing well
            1 | 0 - 9 9 - | nothing well
            2 | 0 - 13 13 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 5 | 1 0 0 well acknowledged
            0 1 W.Job 0 | 1 1 1 - - 5 | 4 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 9 | 1 0 0 well acknowledged
            1 1 W.Job 0 | 5 5 5 - - 9 | 4 0 0 well acknowledged
            2 0 Q.Put - | 0 0 0 - - 13 | 1 0 0 well acknowledged
            2 1 W.Job 0 | 9 9 9 - - 13 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a worker that is kept for a delivery under way is not held yet",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Put: {work: 1 ms}, Job: {work: 4 ms}}
            network: 1 ms
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        # Durable at 2. The second leaves when the worker is free, at 7; it is held 3-7 and 8-12.
        requests="""
            0 | 0 - 7 7 - | nothing well
            1 | 0 - 12 12 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 1 1 - - 7 | 1 0 0 well acknowledged
            0 1 W.Job 0 | 2 3 3 - - 7 | 4 0 0 well acknowledged
            1 0 Q.Put - | 0 1 1 - - 12 | 1 0 0 well acknowledged
            1 1 W.Job 0 | 7 8 8 - - 12 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a worker that is kept for a delivery under way is nobody else's",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Job: {work: 1 ms, network: 5 ms}, Direct: {work: 1 ms, network: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                C-)W: Direct
        """,
        # Job is under way 0-5 and worked on 5-6. Direct is there at 2 and has to wait for it.
        requests="0 | 0 - 7 7 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 6 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 5 5 - - 6 | 1 0 0 well acknowledged
            0 2 W.Direct - | 0 2 6 - - 7 | 1 0 0 well
        """,
    ),
    Case(
        name="two workers compete for what a broker holds",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 2}}
            messages: {Put: {work: 1 ms}, Job: {work: 4 ms}}
            load: at 0 s 3
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - 5 5 - | nothing well
            1 | 0 - 5 5 - | nothing well
            2 | 0 - 9 9 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 5 | 1 0 0 well acknowledged
            0 1 W.Job 0 | 1 1 1 - - 5 | 4 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 5 | 1 0 0 well acknowledged
            1 1 W.Job 0 | 1 1 1 - - 5 | 4 0 0 well acknowledged
            2 0 Q.Put - | 0 0 0 - - 9 | 1 0 0 well acknowledged
            2 1 W.Job 0 | 5 5 5 - - 9 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="two subscribers get a copy each, and wait for their own workers",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}, V: {workers: 1}}
            messages: {Job: {work: 4 ms}, Note: {work: 7 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                Q->>V: Note
        """,
        # Each message is dealt with when the slower of its two copies is.
        requests="""
            0 | 0 - 7 7 - | nothing well
            1 | 0 - 14 14 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 7 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well acknowledged
            0 2 V.Note 0 | 0 0 0 - - 7 | 7 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 14 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 4 4 4 - - 8 | 4 0 0 well acknowledged
            1 2 V.Note 0 | 7 7 7 - - 14 | 7 0 0 well acknowledged
        """,
    ),
    Case(
        name="three messages through one broker go where their labels say",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages:
              Q.Red: {work: 3 ms}
              Q.Blue: {work: 1 ms}
              Q.Green: {work: 2 ms}
              W.Red: {work: 4 ms}
              W.Blue: {work: 5 ms}
              V.Green: {work: 6 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Red
                C-)Q: Blue
                C-)Q: Green
                Q->>W: Blue
                Q->>W: Red
                Q->>V: Green
        """,
        # Blue is durable at 1 and has W until 6; Red is durable at 3 and waits; Green goes to V
        # at 2.
        requests="0 | 0 - 10 10 - | nothing well",
        visits="""
            0 0 Q.Red - | 0 0 0 - - 10 | 3 0 0 well acknowledged
            0 1 Q.Blue - | 0 0 0 - - 6 | 1 0 0 well acknowledged
            0 2 Q.Green - | 0 0 0 - - 8 | 2 0 0 well acknowledged
            0 3 W.Blue 1 | 1 1 1 - - 6 | 5 0 0 well acknowledged
            0 4 W.Red 0 | 6 6 6 - - 10 | 4 0 0 well acknowledged
            0 5 V.Green 2 | 2 2 2 - - 8 | 6 0 0 well acknowledged
        """,
    ),
    Case(
        name="what is durable first leaves first, whatever was sent first",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages:
              Direct: {work: 8 ms}
              Q.Slow: {work: 5 ms}
              Q.Fast: {work: 1 ms}
              W.Slow: {work: 2 ms}
              W.Fast: {work: 2 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)W: Direct
                C-)Q: Slow
                C-)Q: Fast
                Q->>W: Slow
                Q->>W: Fast
        """,
        # W works on Direct 0-8. Fast has waited since 1 by then, Slow since 5.
        requests="0 | 0 - 12 12 - | nothing well",
        visits="""
            0 0 W.Direct - | 0 0 0 - - 8 | 8 0 0 well
            0 1 Q.Slow - | 0 0 0 - - 12 | 5 0 0 well acknowledged
            0 2 Q.Fast - | 0 0 0 - - 10 | 1 0 0 well acknowledged
            0 3 W.Slow 1 | 10 10 10 - - 12 | 2 0 0 well acknowledged
            0 4 W.Fast 2 | 8 8 8 - - 10 | 2 0 0 well acknowledged
        """,
    ),
    Case(
        name="a put, its confirmation, its delivery and its settlement each have a network",
        text="""
            participants: {Q: {kind: broker}}
            messages:
              Put: {work: 1 ms, network: 1 ms}
              Stored: {network: 2 ms}
              Job: {work: 5 ms, network: 3 ms}
              Ack: {network: 4 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
                Q->>W: Job
                W-->>Q: Ack
        """,
        # Put 0-1, written 1-2; Stored 2-4; Job 2-5, worked on 5-10; Ack 10-14, and only then is
        # it over.
        requests="0 | 0 4 14 14 - | accepted well",
        visits="""
            0 0 Q.Put - | 0 1 1 2 4 14 | 1 0 0 well acknowledged
            0 2 W.Job 0 | 2 5 5 - - 10 | 5 0 0 well acknowledged
        """,
    ),
    Case(
        name="a settlement drawn before a step of work comes before it",
        text="""
            participants: {Q: {kind: broker}}
            messages:
              Put: {work: 1 ms}
              Job: {work: 2 ms}
              Ack: {network: 3 ms}
              Write: {work: 6 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W-->>Q: Ack
                W->>W: Write
        """,
        # W works 1-3 on Job and 3-9 on Write; the broker knows at 6 that Job is dealt with.
        requests="0 | 0 - 9 9 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 6 | 1 0 0 well acknowledged
            0 1 W.Job 0 | 1 1 1 - - 9 | 8 0 0 well acknowledged
        """,
    ),
    Case(
        name="a worker is free while its settlement is under way",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Job: {work: 4 ms}, Ack: {network: 5 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W-->>Q: Ack
        """,
        requests="""
            0 | 0 - 9 9 - | nothing well
            1 | 0 - 13 13 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 9 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 4 | 4 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 - - 13 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 4 4 4 - - 8 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="without a drawn settlement a delivery is settled with the last line of its execution",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Job: {work: 3 ms}, Get: {work: 2 ms}, Log: {work: 10 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W->>D: Get
                D-->>W: Got
                W-)D: Log
        """,
        # W works 0-3 and waits for D 3-5. What it tells D then is no part of its execution.
        requests="0 | 0 - 15 15 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 5 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 3 2 0 well acknowledged
            0 2 D.Get 1 | 3 3 3 5 5 5 | 2 0 0 well
            0 4 D.Log 1 | 5 5 5 - - 15 | 10 0 0 well
        """,
    ),
    Case(
        name="a consumer that is not drawn takes what nobody drawn takes",
        text="""
            participants: {Q: {kind: broker, consumer: {name: W, workers: 1, work: 5 ms}}}
            messages: {Put: {work: 1 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
        """,
        requests="""
            0 | 0 1 6 6 - | accepted well
            1 | 0 1 11 11 - | accepted well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 1 1 6 | 1 0 0 well acknowledged
            0 2 W.Put 0 | 1 1 1 - - 6 | 5 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 1 1 11 | 1 0 0 well acknowledged
            1 2 W.Put 0 | 6 6 6 - - 11 | 5 0 0 well acknowledged
        """,
    ),
    Case(
        name="a message that nobody takes stays for ever: acknowledged, open, never completed",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Put: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 20 ms, warm-up: 0 s, patience: 30 ms}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
        """,
        requests="0 | 0 2 ? - - | accepted open",
        visits="0 0 Q.Put - | 0 0 0 2 2 ? | 2 0 0 open",
    ),
    Case(
        name="a message that is still being written when the run ends is not stored",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Put: {work: 8 ms}}
            load: at 0 s 1
            run: {horizon: 5 ms, warm-up: 0 s, patience: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
        """,
        requests="0 | 0 ? ? - - | nothing open",
        visits="0 0 Q.Put - | 0 0 0 ? ? ? | 5 0 0 open",
    ),
    Case(
        name="what waits in a broker when the run ends has not left",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Job: {work: 10 ms}}
            load: at 0 s 2
            run: {horizon: 5 ms, warm-up: 0 s, patience: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
        """,
        requests="""
            0 | 0 - ? ? - | nothing open
            1 | 0 - ? ? - | nothing open
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - ? | 0 0 0 open
            0 1 W.Job 0 | 0 0 0 - - ? | 5 0 0 open
            1 0 Q.Put - | 0 0 0 - - ? | 0 0 0 open
            1 1 W.Job 0 | ? ? ? - - ? | 0 0 0 open
        """,
    ),
    Case(
        name="a consumer that is told no rejects its message, and has it again",
        text="""
            participants: {Q: {kind: broker, max-deliveries: 2}}
            messages: {Put: {work: 1 ms}, Job: {work: 3 ms}, Try: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
                Q->>W: Job
                W->>D: Try
                D--xW: No
        """,
        # Durable at 2; W works 3-6, D 7-9, the no is there at 10. The client was told yes at 3. The
        # message leaves again at 10, all is as before, and at 18 no further delivery may be made.
        requests="0 | 0 3 18 - - | accepted dead_lettered",
        visits="""
            0 0 Q.Put - | 0 1 1 2 3 18 | 1 0 0 well dead_lettered
            0 2 W.Job 0 | 2 3 3 - - 10 | 3 4 0 failed rejected
            0 2/1 W.Job 0 (10) | 10 11 11 - - 18 | 3 4 0 failed rejected
            0 3 D.Try 2 | 6 7 7 9 10 9 | 2 0 0 well
            0 3/1 D.Try 2/1 | 14 15 15 17 18 17 | 2 0 0 well
        """,
    ),
    Case(
        name="a consumer that fails before its drawn settlement rejects at that instant",
        text="""
            participants: {Q: {kind: broker, on-failure: drop}}
            messages:
              Put: {work: 1 ms}
              Job: {work: 3 ms}
              Try: {work: 2 ms}
              Ack: {network: 7 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W->>D: Try
                D--xW: No
                W-->>Q: Ack
        """,
        # W works 1-4 and is told no at 6; its Ack never leaves, and the message is dropped.
        requests="0 | 0 - 6 - - | nothing lost",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 6 | 1 0 0 well dropped
            0 1 W.Job 0 | 1 1 1 - - 6 | 3 2 0 failed rejected
            0 2 D.Try 1 | 4 4 4 6 6 6 | 2 0 0 well
        """,
    ),
    Case(
        name="a settlement that somebody else would have sent is rejected when that never begins",
        text="""
            participants: {Q: {kind: broker, on-failure: drop}}
            messages: {Job: {work: 3 ms}, Try: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W->>D: Try
                D--xW: No
                W-)V: Write
                V-->>Q: Ack
        """,
        # V would acknowledge what W took; W is told no at 5 and V never begins.
        requests="0 | 0 - 5 - - | nothing lost",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 5 | 0 0 0 well dropped
            0 1 W.Job 0 | 0 0 0 - - 5 | 3 2 0 failed rejected
            0 2 D.Try 1 | 3 3 3 5 5 5 | 2 0 0 well
        """,
    ),
    Case(
        name="an early acknowledgement stands though the consumer fails after it",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Put: {work: 1 ms}, Job: {work: 3 ms}, Try: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W-->>Q: Ack
                W->>D: Try
                D--xW: No
        """,
        requests="0 | 0 - 6 - - | nothing failed",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 1 0 0 well acknowledged
            0 1 W.Job 0 | 1 1 1 - - 6 | 3 2 0 failed acknowledged
            0 3 D.Try 1 | 4 4 4 6 6 6 | 2 0 0 well
        """,
    ),
    Case(
        name="a message is put aside if one of its copies is, and over with the last",
        text="""
            participants: {Q: {kind: broker, max-deliveries: 1}}
            messages: {Job: {work: 2 ms}, Note: {work: 5 ms}, Try: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                Q->>V: Note
                W->>D: Try
                D--xW: No
        """,
        # W fails at 3, V goes on and is done well at 5.
        requests="0 | 0 - 5 - - | nothing dead_lettered",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 5 | 0 0 0 well dead_lettered
            0 1 W.Job 0 | 0 0 0 - - 3 | 2 1 0 failed rejected
            0 2 V.Note 0 | 0 0 0 - - 5 | 5 0 0 well acknowledged
            0 3 D.Try 1 | 2 2 2 3 3 3 | 1 0 0 well
        """,
    ),
    Case(
        name="a request and its reply over one broker",
        text="""
            participants: {Q: {kind: broker}, A: {workers: 1}}
            messages:
              Ask: {work: 1 ms}
              Q.Question: {work: 1 ms}
              W.Question: {work: 4 ms}
              Q.Reply: {work: 2 ms}
              A.Reply: {work: 3 ms}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>Q: Question
                Q->>W: Question
                W->>Q: Reply
                Q-->>A: Reply
                A-->>C: Tell
        """,
        # Question 2-3, written by 4, at W 5-9. Reply 9-10, written by 12, at A at 13, who works
        # on it until 16. A reply is dealt with when it reaches whoever waits for it.
        requests="0 | 0 17 17 17 17 | ok well",
        visits="""
            0 0 A.Ask - | 0 1 1 16 17 16 | 4 11 0 well
            0 1 Q.Question 0 | 2 3 3 12 13 9 | 1 0 0 well acknowledged
            0 2 W.Question 1 | 4 5 5 - - 9 | 4 0 0 well acknowledged
            0 3 Q.Reply 2 | 9 10 10 - - 13 | 2 0 0 well acknowledged
        """,
    ),
    Case(
        name="what a broker answers to a poll is a delivery",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Q.Put: {work: 1 ms}, W.Put: {work: 4 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
                W->>Q: Poll
                Q-->>W: Put
        """,
        requests="0 | 0 1 5 5 - | accepted well",
        visits="""
            0 0 Q.Put - | 0 0 0 1 1 5 | 1 0 0 well acknowledged
            0 3 W.Put 0 | 1 1 1 - - 5 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="a message handed from broker to broker is the second's alone when that has it",
        text="""
            participants: {Q: {kind: broker}, R: {kind: broker}}
            messages: {Q.Put: {work: 2 ms}, R.Put: {work: 3 ms}, W.Put: {work: 4 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>R: Put
                R->>W: Put
        """,
        # Written in Q 1-3, under way 3-4, written in R 4-7: then it is R's alone.
        requests="0 | 0 - 12 12 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 1 1 - - 7 | 2 0 0 well acknowledged
            0 1 R.Put 0 | 3 4 4 - - 12 | 3 0 0 well acknowledged
            0 2 W.Put 1 | 7 8 8 - - 12 | 4 0 0 well acknowledged
        """,
    ),
    Case(
        name="what a broker does with a message by itself is part of writing it",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Q.Put: {work: 2 ms}, Index: {work: 3 ms}, W.Put: {work: 1 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q->>Q: Index
                Q-->>C: Stored
                Q->>W: Put
        """,
        requests="0 | 0 5 6 6 - | accepted well",
        visits="""
            0 0 Q.Put - | 0 0 0 5 5 6 | 5 0 0 well acknowledged
            0 3 W.Put 0 | 5 5 5 - - 6 | 1 0 0 well acknowledged
        """,
    ),
    Case(
        name="writing needs no worker: a broker writes any number of messages at once",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Put: {work: 10 ms}, Job: {work: 1 ms}}
            load: [at 0 s 2, at 3 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
                Q->>W: Job
        """,
        requests="""
            0 | 0 10 11 11 - | accepted well
            1 | 0 10 12 12 - | accepted well
            2 | 3 13 14 14 - | accepted well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 10 10 11 | 10 0 0 well acknowledged
            0 2 W.Job 0 | 10 10 10 - - 11 | 1 0 0 well acknowledged
            1 0 Q.Put - | 0 0 0 10 10 12 | 10 0 0 well acknowledged
            1 2 W.Job 0 | 11 11 11 - - 12 | 1 0 0 well acknowledged
            2 0 Q.Put - | 3 3 3 13 13 14 | 10 0 0 well acknowledged
            2 2 W.Job 0 | 13 13 13 - - 14 | 1 0 0 well acknowledged
        """,
    ),
    Case(
        name="a broker that refuses a message tells its sender no",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Ask: {work: 1 ms}, Put: {work: 2 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A->>Q: Put
                Q--xA: Full
                A-->>C: Tell
        """,
        requests="0 | 0 - 7 - - | failed failed",
        visits="""
            0 0 A.Ask - | 0 1 1 6 7 6 | 1 4 0 failed
            0 1 Q.Put 0 | 2 3 3 5 6 5 | 2 0 0 well
        """,
    ),
    Case(
        name="a delivery can reach a client, who notices by it",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Ask: {work: 2 ms}, Q.Done: {work: 1 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Ok
                A-)Q: Done
                Q->>C: Done
        """,
        # Ok is there at 4; Done is written 4-5 and there at 6.
        requests="0 | 0 4 6 6 6 | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 3 4 3 | 2 0 0 well
            0 2 Q.Done 0 | 3 4 4 - - 6 | 1 0 0 well acknowledged
            0 3 C.Done 2 | 5 6 6 - - 6 | 0 0 0 well acknowledged
        """,
    ),
    Case(
        name="a call that has waited longer than a delivery has the worker first",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Long: {work: 8 ms}, Q.Put: {work: 3 ms}, W.Put: {work: 1 ms}}
            load: [at 0 s 1, at 2 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)W: Long
                C-)Q: Put
                Q->>W: Put
        """,
        # At 8 the second Long has waited since 2, the first Put since 3; the second Put since 5.
        requests="""
            0 | 0 - 17 17 - | nothing well
            1 | 2 - 18 18 - | nothing well
        """,
        visits="""
            0 0 W.Long - | 0 0 0 - - 8 | 8 0 0 well
            0 1 Q.Put - | 0 0 0 - - 17 | 3 0 0 well acknowledged
            0 2 W.Put 1 | 16 16 16 - - 17 | 1 0 0 well acknowledged
            1 0 W.Long - | 2 2 8 - - 16 | 8 0 0 well
            1 1 Q.Put - | 2 2 2 - - 18 | 3 0 0 well acknowledged
            1 2 W.Put 1 | 17 17 17 - - 18 | 1 0 0 well acknowledged
        """,
    ),
    Case(
        name="a delivery that has waited longer than a call has the worker first",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1}}
            messages: {Long: {work: 8 ms}, Q.Put: {work: 3 ms}, W.Put: {work: 1 ms}}
            load: [at 0 s 1, at 4 ms 1]
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)W: Long
                C-)Q: Put
                Q->>W: Put
        """,
        # At 8 the first Put has waited since 3, the second Long since 4; the second Put since 7.
        requests="""
            0 | 0 - 9 9 - | nothing well
            1 | 4 - 18 18 - | nothing well
        """,
        visits="""
            0 0 W.Long - | 0 0 0 - - 8 | 8 0 0 well
            0 1 Q.Put - | 0 0 0 - - 9 | 3 0 0 well acknowledged
            0 2 W.Put 1 | 8 8 8 - - 9 | 1 0 0 well acknowledged
            1 0 W.Long - | 4 4 9 - - 17 | 8 0 0 well
            1 1 Q.Put - | 4 4 4 - - 18 | 3 0 0 well acknowledged
            1 2 W.Put 1 | 17 17 17 - - 18 | 1 0 0 well acknowledged
        """,
    ),
    Case(
        name="a consumer that releases its worker takes the next message while it waits",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, waiting: releases}}
            messages: {Job: {work: 2 ms}, Get: {work: 10 ms}, Got: {work: 1 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W->>D: Get
                D-->>W: Got
        """,
        # The worker: 0-2 and 12-13 for the first message, 2-4 and 14-15 for the second.
        requests="""
            0 | 0 - 13 13 - | nothing well
            1 | 0 - 15 15 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 13 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 13 | 3 10 0 well acknowledged
            0 2 D.Get 1 | 2 2 2 12 12 12 | 10 0 0 well
            1 0 Q.Put - | 0 0 0 - - 15 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 2 2 2 - - 15 | 3 10 0 well acknowledged
            1 2 D.Get 1 | 4 4 4 14 14 14 | 10 0 0 well
        """,
    ),
    Case(
        name="a broker into which nobody puts anything sets out when the line above has happened",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Ask: {work: 2 ms}, Job: {work: 3 ms}}
            network: 1 ms
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>A: Ask
                A-->>C: Tell
                Q->>W: Job
        """,
        # The client has its answer at 4; the message is there at that instant, and leaves.
        requests="0 | 0 4 8 8 - | accepted well",
        visits="""
            0 0 A.Ask - | 0 1 1 3 4 3 | 2 0 0 well
            0 2 Q. - | 4 4 4 - - 8 | 0 0 0 well acknowledged
            0 3 W.Job 2 | 4 5 5 - - 8 | 3 0 0 well acknowledged
        """,
    ),
    Case(
        name="a broker that hands a message on waits for no confirmation before it delivers",
        text="""
            participants: {Q: {kind: broker}, R: {kind: broker}}
            messages:
              Q.Put: {work: 1 ms}
              R.Put: {work: 3 ms}
              V.Put: {work: 2 ms}
              W.Put: {work: 4 ms}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>R: Put
                R-->>Q: Ok
                R->>W: Put
                Q->>V: Put
        """,
        # Once it is written, at 1, all that is sent of it leaves: to R and to V.
        requests="0 | 0 - 8 8 - | nothing well",
        visits="""
            0 0 Q.Put - | 0 0 0 - - 4 | 1 0 0 well acknowledged
            0 1 R.Put 0 | 1 1 1 4 4 8 | 3 0 0 well acknowledged
            0 3 W.Put 1 | 4 4 4 - - 8 | 4 0 0 well acknowledged
            0 4 V.Put 0 | 1 1 1 - - 3 | 2 0 0 well acknowledged
        """,
    ),
    Case(
        name="a message that is handed on and refused is over when its copy is dealt with",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Q.Put: {work: 2 ms}, W.Put: {work: 3 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q->>W: Put
                Q--xC: No
        """,
        requests="0 | 0 - 5 - - | failed failed",
        visits="""
            0 0 Q.Put - | 0 0 0 2 2 5 | 2 0 0 well acknowledged
            0 1 W.Put 0 | 2 2 2 - - 5 | 3 0 0 well acknowledged
        """,
    ),
    Case(
        name="time of a broker is writing, whether it is called work or wait",
        text="""
            participants: {Q: {kind: broker}}
            messages: {Q.Put: {wait: 3 ms}, W.Put: {work: 2 ms}}
            load: at 0 s 1
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C->>Q: Put
                Q-->>C: Stored
                Q->>W: Put
        """,
        requests="0 | 0 3 5 5 - | accepted well",
        visits="""
            0 0 Q.Put - | 0 0 0 3 3 5 | 3 0 0 well acknowledged
            0 2 W.Put 0 | 3 3 3 - - 5 | 2 0 0 well acknowledged
        """,
    ),
    Case(
        name="a consumer that has released its worker queues for it again",
        text="""
            participants: {Q: {kind: broker}, W: {workers: 1, waiting: releases}}
            messages: {Job: {work: 2 ms}, Get: {work: 1 ms}, Got: {work: 1 ms}}
            load: at 0 s 2
            run: {horizon: 100 ms, warm-up: 0 s}
            diagram: |
              sequenceDiagram
                C-)Q: Put
                Q->>W: Job
                W->>D: Get
                D-->>W: Got
        """,
        # The worker: 0-2 and 4-5 for the first message, which queues 3-4; 2-4 and 5-6 for the
        # second.
        requests="""
            0 | 0 - 5 5 - | nothing well
            1 | 0 - 6 6 - | nothing well
        """,
        visits="""
            0 0 Q.Put - | 0 0 0 - - 5 | 0 0 0 well acknowledged
            0 1 W.Job 0 | 0 0 0 - - 5 | 3 1 1 well acknowledged
            0 2 D.Get 1 | 2 2 2 3 3 3 | 1 0 0 well
            1 0 Q.Put - | 0 0 0 - - 6 | 0 0 0 well acknowledged
            1 1 W.Job 0 | 2 2 2 - - 6 | 3 1 0 well acknowledged
            1 2 D.Get 1 | 4 4 4 5 5 5 | 1 0 0 well
        """,
    ),
)
