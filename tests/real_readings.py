"""What `simkit check` prints of real diagrams, word for word, where it matters.

Who decides, how the others learn of it, what is waited for, and what ends a loop: the lines stand
in the reading one after the other, as they are here. By document and heading.
"""

READINGS = {
    "shop.md#Card payment": (
        """\
    2 one of 2 branches: Checkout decides
      2a 'card declined' (50 %):
        2a1 waits for '402 Payment Required'
      2b 'approved' (50 %):
        2b1 waits for '200 OK'
    over
""",
        """\
    3 waits for 'result'
    4 one of 2 branches: it decides
      4a 'card declined' (50 %):
        4a1 sends 'mark attempt as declined' to DB (network 1 ms)
        4a2 waits for 'ok'
        4a3 answers Web: '402 Payment Required' (network 1 ms)
      4b 'approved' (50 %):
        4b1 sends 'mark order as paid' to DB (network 1 ms)
        4b2 waits for 'ok'
        4b3 answers Web: '200 OK' (network 1 ms)
        4b4 sends 'send receipt' to Mailer, not waited for (network 1 ms)
    worker free
""",
        """\
  assumed: line 10 of the diagram: 'alt card declined': its 2 branches are
      equally likely
""",
    ),
    # The orchestrator is told no, or handles what comes to nothing below.
    "shop.md#An order as a saga": (
        """\
    4 one of 2 branches: P decides
      4a 'Charge went through 98 %':
        4a1 waits for 'charged'
      4b 'refused' (2 %):
        4b1 waits for 'not charged', which says no: it fails here
    5 tries 'Reserve what was paid for'
      5a1 sends 'Reserve' to W (network 1 ms)
      5a2 waits for 'reserved'
      5a3 sends 'Book courier' to D (network 1 ms)
      5a4 waits for 'booked'
      5b on failure:
        5b1 sends 'Refund' to P (network 1 ms)
        5b2 waits for 'refunded'
        5b3 sends 'order cancelled' to C, not waited for (network 1 ms)
    6 sends 'order is on its way' to C, not waited for (network 1 ms)
    worker free
""",
    ),
    # Who breaks off decides; everybody with a line in the block stops there.
    "shop.md#Basket with a flash sale": (
        """\
    2 breaks off, or not: Sale decides
      2a 'sold out' (50 %):
        2a1 waits for '410 Gone'
        2a2 fails here
      2b none of them (50 %): nothing
    3 waits for '202 you are in the queue'
    over
""",
        """\
    3 breaks off, or not: Sale decides
      3a 'sold out' (50 %):
        3a1 waits for 'none left'
        3a2 answers App: '410 Gone' (network 1 ms)
        3a3 fails here
      3b none of them (50 %): nothing
    4 waits for 'ticket'
""",
    ),
    # Who is asked decides, by answering: a choice in a choice of somebody else.
    "caches-and-limits.md#Circuit breaker": (
        """\
    2 one of 2 branches: Breaker decides
      2a 'circuit is closed' (50 %):
        2a1 one of 2 branches: Remote decides
          2a1a 'answers in time' (50 %):
            2a1a1 waits for 'result'
          2a1b 'too slow' (50 %):
            2a1b1 waits for 'stale result'
      2b 'circuit is open' (50 %):
        2b1 waits for 'stale result'
    over
""",
        """\
    2 one of 2 branches: it decides
      2a 'answers in time' (50 %):
        2a1 answers Breaker: 'result' (network 1 ms)
      2b 'too slow' (50 %): nothing
    worker free
""",
    ),
    "caches-and-limits.md#Try, and handle": (
        """\
    2 tries 'ask the feed'
      2a1 sends 'latest' to Feed (network 1 ms)
      2a2 waits for 'price'
      2b on timeout:
        2b1 sends 'yesterday's' to Store (network 1 ms)
        2b2 waits for 'price'
      2c on refused ('feed refused us'):
        2c1 works exponential 70 ms ('wait for the next window')
    3 answers Ui: 'price' (network 1 ms)
""",
        """\
  note: no call in 'critical ask the feed' has a timeout: 'option timeout' is
      never taken
""",
    ),
    "caches-and-limits.md#Whoever is first": (
        """\
    2 side by side, until one is over (2 branches)
      2a1 sends 'read' to R1 (network 1 ms)
      2a2 waits for 'value'
      2b1 sends 'read' to R2 (network 1 ms)
      2b2 waits for 'value'
    3 answers Client: 'value' (network 1 ms)
""",
    ),
    "data.md#Scatter and gather": (
        "    2 side by side, until all are over (3 branches), for 800 ms at most\n",
    ),
    "platform.md#Quorum write": (
        """\
    2 3 copies side by side, until 2 are over
      2a1 sends 'write' to R (network 1 ms)
      2a2 waits for 'ack'
    3 answers App: 'ok' (network 1 ms)
""",
    ),
    "files.md#Export a report": (
        """\
    3 waits for '202 + Location'
    4 loop, every 2 s until 'mark as ready' has happened, at most 30 times, else
        it fails: it decides
      4a1 sends 'GET /exports/7' to API (network 1 ms)
      4a2 waits for 'pending or ready'
    5 sends 'GET /exports/7/file' to API (network 1 ms)
""",
        """\
  acknowledged: when 'save as ...' arrives, after all work is done
  noticed: when 'save as ...' arrives, after all work is done
""",
    ),
    "messaging.md#Webhooks": (
        """\
    2 loop, 3 times: it decides
      2a1 sends 'POST /hooks' to Merchant (network 1 ms)
      2a2 waits for '200 or not'
    3 one of 2 branches: it decides
""",
    ),
    # All branches settle the one delivery; each message has a queue of its own.
    "messaging.md#Dead letters": (
        """\
    2 one of 3 branches: it decides
      2a 'handled' (33.3333 %):
        2a1 works exponential 70 ms ('ship it')
        2a2 settles the delivery with Topic: 'commit offset' (network 1 ms)
      2b 'temporary error' (33.3333 %):
        2b1 puts 'OrderPlaced, attempt + 1' into Retry (network 1 ms)
        2b2 settles the delivery with Topic: 'commit offset' (network 1 ms)
      2c 'broken payload' (33.3333 %):
        2c1 puts 'OrderPlaced, reason' into DLQ (network 1 ms)
        2c2 settles the delivery with Topic: 'commit offset' (network 1 ms)
    worker free
""",
    ),
    # The model streams: everybody above hears its tokens one by one.
    "assistants.md#Answering from documents": (
        """\
    3 one of 2 branches: L decides
      3a 'streaming' (50 %):
        3a1 loop, 2 times: L decides
          3a1a1 waits for 'token'
          3a1a2 answers U: 'token' (network 1 ms)
      3b 'not streaming' (50 %):
        3b1 waits for 'answer'
        3b2 answers U: 'answer' (network 1 ms)
    worker free
""",
        "  assumed: line 22 of the diagram: 'loop for each token': 2 times\n",
    ),
    "in-a-hurry.md#Early return": (
        """\
    2 one branch, or none: O decides
      2a 'Payment failed' (50 %):
        2a1 waits for '400'
      2b none of them (50 %): nothing
    3 waits for '200'
    over
""",
    ),
    "in-a-hurry.md#Nested deep": (
        """\
        3b4 one branch, or none: it decides
          3b4a 'verbose' (50 %):
            3b4a1 works exponential 70 ms ('log')
          3b4b none of them (50 %): nothing
        3b5 answers Web: '200' (network 1 ms)
""",
        """\
      2a2 one of 2 branches: DB decides
        2a2a 'found' (50 %):
          2a2a1 waits for 'rows'
        2a2b 'timeout' (50 %):
          2a2b1 waits for 'gave up', which says no: it fails here
    3 answers API: 'result' (network 1 ms)
""",
    ),
    # Counts are read wherever people put them; what says none, or what never comes, is assumed.
    "devices.md#Firmware update": (
        "  assumed: line 7 of the diagram: 'loop 10 blocks': 10 times\n",
        "    3 loop, 10 times: it decides\n",
    ),
    "assistants.md#An agent with tools": (
        """\
  assumed: line 7 of the diagram: 'loop until the model is done (max 4 turns)':
      4 times
""",
    ),
    "live.md#Server-sent events": (
        "  assumed: line 7 of the diagram: 'loop until finished': 2 times\n",
        """\
    2 loop, 2 times: it decides
      2a1 answers Srv: 'progress' (network 1 ms)
    3 tells Srv, which waits for it: 'finished' (network 1 ms)
""",
    ),
    # What can lock up is named.
    "in-a-hurry.md#Calling back": (
        """\
  note: A waits for B waits for A: with every worker waiting, this can lock up
      for ever
""",
    ),
}
