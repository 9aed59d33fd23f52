"""Every mistake of a scenario file is shown, word for word and at its place, and nothing else."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from simkit.errors import ScenarioError
from simkit.formats.scenario_file import LARGEST_FILE, change_from_texts, load, read_scenario

BASE = """\
scenario: Base
participants:
  Client: {kind: client}
  API: {workers: 3}
  DB: {workers: 2}
messages:
  Request: {work: exponential 5 ms}
  Query: {work: 2 ms}
network: 0.5 ms
load: {Client: poisson 80/s}
designs:
  one: |
    sequenceDiagram
      Client->>API: Request
      API->>DB: Query
      DB-->>API: Rows
      API-->>Client: Result
  two:
    diagram: |
      sequenceDiagram
        Client->>API: Request
        API-->>Client: Accepted
        API-)DB: Query
    messages:
      Query: {work: 3 ms}
run: {horizon: 10 s, warm-up: 1 s, patience: 1 s, replications: 2, seed: 1}
predict:
  - two.acknowledged.p99 < one.acknowledged.p99
"""
RUN = "run: {horizon: 10 s, warm-up: 1 s, patience: 1 s, replications: 2, seed: 1}"
PREDICT = "two.acknowledged.p99 < one.acknowledged.p99"
LOAD = "{Client: poisson 80/s}"
API = "{workers: 3}"
REQUEST = "{work: exponential 5 ms}"
ROWS = "      DB-->>API: Rows\n"
TELL = "        API-)DB: Query\n"
OWN = "    messages:\n"
NETWORK = "network: 0.5 ms"
CLIENT = "{kind: client}"
WORK = "exponential 5 ms"
ONE = """\
  one: |
    sequenceDiagram
      Client->>API: Request
      API->>DB: Query
      DB-->>API: Rows
      API-->>Client: Result
"""

# Keys that do not exist, that stand there twice, or that hold the wrong kind of value.
KEYS = [
    (
        "scenario: Base",
        "scenario:",
        "1:10  | scenario: found nothing; expected a text",
    ),
    (
        "scenario: Base",
        "scenario: 7",
        "1:11 7 | scenario: found 7; expected a text",
    ),
    (
        "scenario: Base",
        "question: {a: b}",
        "1:11 {a: | question: found a mapping; expected a text",
    ),
    (
        "scenario: Base",
        "source: ''",
        "1:9 '' | source: found nothing; expected a text",
    ),
    (
        "scenario: Base",
        "scenario: Base\nlode: 3",
        "2:1 lode: | lode: unknown key 'lode'; expected one of acknowledged, answers, "
        "choices, designs, diagram, faults, load, messages, network, noticed, participants, "
        "predict, question, reading, run, scenario, source; did you mean 'load'?",
    ),
    (
        "scenario: Base",
        "scenario: Base\non: yes",
        "2:1 on: | on: unknown key 'on'; expected one of acknowledged, answers, choices, "
        "designs, diagram, faults, load, messages, network, noticed, participants, predict, "
        "question, reading, run, scenario, source",
    ),
    (
        API,
        "{wrokers: 3}",
        "4:9 wrokers: | participants.API.wrokers: unknown key 'wrokers'; expected one of ack, "
        "autoscale, bandwidth, batch, capacity, changes, confirm, consumer, contention, cpus, "
        "dead-letter, dedupe, detect-after, discipline, dispatch, durable, extend-every, fetch, "
        "instances, kind, late-ack, lease, linger, max-deliveries, on-failure, on-reject, "
        "partitions, poll, prefetch, queue, rebalance-pause, redrive-after, requeue, "
        "retry-delay, shed, ttl, waiting, when-full, workers; did you mean 'workers'?",
    ),
    (
        REQUEST,
        "{wrok: 5 ms}",
        "7:13 wrok: | messages.Request.wrok: unknown key 'wrok'; expected one of "
        "breaker, cancel, deadline, fails, hedge, idempotent, key, limit, luck, network, pace, "
        "poison, priority, retry, scope, size, timeout, wait, work; did you mean 'work'?",
    ),
    (
        OWN,
        "    message:\n",
        "24:5 message: | designs.two.message: unknown key 'message'; expected one of "
        "acknowledged, answers, choices, diagram, faults, journeys, load, messages, network, "
        "noticed, participants, reading; did "
        "you mean 'messages'?",
    ),
    (
        RUN,
        "run: {warm_up: 1 s}",
        "26:7 warm_up: | run.warm_up: unknown key 'warm_up'; expected one of horizon, "
        "patience, replications, seed, warm-up; did you mean 'warm-up'?",
    ),
    (
        RUN,
        "run: 5",
        "26:6 5 | run: found 5; expected a mapping",
    ),
    (
        API,
        "{workers: 3, workers: 4}",
        "4:21 workers: | participants.API.workers: found the key 'workers' again, first on "
        "line 4; expected each key once",
    ),
    (
        API,
        "{workers: x, workers: 4}",
        "4:18 x, | participants.API.workers: found 'x'; expected a whole number from 1 to "
        "1,000,000,000 or unlimited\n"
        "4:21 workers: | participants.API.workers: found the key 'workers' again, first on "
        "line 4; expected each key once",
    ),
    (
        "scenario: Base",
        "scenario: Base\nscenario: Again",
        "2:1 scenario: | scenario: found the key 'scenario' again, first on line 1; expected "
        "each key once",
    ),
    (
        API,
        "3",
        "4:8 3 | participants.API: found 3; expected a mapping such as '{workers: 3}'",
    ),
    (
        API,
        "",
        "4:7  | participants.API: found nothing; expected a mapping such as '{workers: 3}'",
    ),
    (
        REQUEST,
        "5 ms",
        "7:12 5 | messages.Request: found '5 ms'; expected a mapping such as '{work: 5 ms}'",
    ),
    (
        "load: {Client: poisson 80/s}",
        "lode: {Client: poisson 80/s}",
        "10:1 lode: | lode: unknown key 'lode'; expected one of acknowledged, answers, "
        "choices, designs, diagram, faults, load, messages, network, noticed, participants, "
        "predict, question, reading, run, scenario, source; did you mean 'load'?",
    ),
]

# What is said of participants.
PARTICIPANTS = [
    (
        CLIENT,
        "{kind: clint}",
        "3:18 clint} | participants.Client.kind: found 'clint'; expected client, broker, pool, "
        "api, task or store; did you mean 'client'?",
    ),
    (
        CLIENT,
        "{kind: api}",
        "3:18 api} | participants.Client.kind: found another kind for Client, which sends "
        "first in design 'one'; expected client: whoever sends first is the client\n"
        "3:18 api} | participants.Client.kind: found another kind for Client, which sends "
        "first in design 'two'; expected client: whoever sends first is the client",
    ),
    (
        CLIENT,
        "{kind: client, workers: 3}",
        "3:26 workers: | participants.Client.workers: found 'workers' for the client Client; "
        "expected none: a client has no workers",
    ),
    (
        CLIENT,
        "{waiting: holds}",
        "3:12 waiting: | participants.Client.waiting: found 'waiting' for the client Client; "
        "expected none: a client has no workers",
    ),
    (
        API,
        "{workers: four}",
        "4:18 four} | participants.API.workers: found 'four'; expected a whole number from 1 "
        "to 1,000,000,000 or unlimited",
    ),
    (
        API,
        "{workers: 0}",
        "4:18 0} | participants.API.workers: found 0; expected a whole number from 1 to "
        "1,000,000,000 or unlimited",
    ),
    (
        API,
        "{workers: 2.5}",
        "4:18 2.5} | participants.API.workers: found 2.5; expected a whole number from 1 to "
        "1,000,000,000 or unlimited",
    ),
    (
        API,
        "{workers: unlimitd}",
        "4:18 unlimitd} | participants.API.workers: found 'unlimitd'; expected a whole number"
        " from 1 to 1,000,000,000 or unlimited; did you mean 'unlimited'?",
    ),
    (
        API,
        "{workers: true}",
        "4:18 true} | participants.API.workers: found true; expected a whole number from 1 to"
        " 1,000,000,000 or unlimited",
    ),
    (
        API,
        "{workers: 5 ms}",
        "4:18 5 | participants.API.workers: found '5 ms'; expected a whole number from 1 to "
        "1,000,000,000 or unlimited",
    ),
    (
        API,
        "{kind: broker, workers: 3}",
        "4:23 workers: | participants.API.workers: found 'workers' for the broker API; expected "
        "none: "
        "a broker has no workers",
    ),
    (
        API,
        "{waiting: hold}",
        "4:18 hold} | participants.API.waiting: found 'hold'; expected holds or releases; did"
        " you mean 'holds'?",
    ),
    (
        "  DB: {workers: 2}",
        "  Db: {workers: 2}",
        "5:3 Db: | participants.Db: no participant named 'Db' is drawn; expected one of "
        "'API', 'Client', 'DB'; did you mean 'DB'?",
    ),
    (
        "  DB: {workers: 2}",
        "  '': {workers: 2}",
        "5:3 '': | participants.\"\": found nothing; expected a text",
    ),
    (
        OWN,
        "    participants: {Foo: {}}\n    messages:\n",
        "24:20 Foo: | designs.two.participants.Foo: no participant named 'Foo' is drawn; "
        "expected one of 'API', 'Client', 'DB'",
    ),
    (
        "API->>DB: Query\n      DB-->>API: Rows",
        "API->>DB: Query\n"
        "      participant API as The API\n"
        "      DB-->>API: Rows\n"
        "      participant DB as The API\n"
        "  three: |\n"
        "    sequenceDiagram\n"
        "      participant Client as DB\n"
        "      Client->>API: Request",
        "5:3 DB: | participants.DB: found 'DB' beside 'Client'; expected one of them: both "
        "name the same participant",
    ),
]

# What is said of times.
TIMES = [
    (
        WORK,
        "expnential 5 ms",
        "7:19 expnential | messages.Request.work: found 'expnential 5 ms'; expected a time "
        "such as '5 ms' or 'exponential 5 ms'; did you mean 'exponential'?",
    ),
    (
        WORK,
        "exponential",
        "7:19 exponential} | messages.Request.work: found 'exponential'; expected a mean "
        "after 'exponential', as in 'exponential 5 ms'",
    ),
    (
        WORK,
        "5",
        "7:19 5} | messages.Request.work: found 5, a number without a unit; expected a time "
        "such as '5 ms' or 'exponential 5 ms'",
    ),
    (
        WORK,
        "exponential 5",
        "7:19 exponential | messages.Request.work: found '5', a number without a unit; "
        "expected a time such as '5 ms'",
    ),
    (
        WORK,
        "80/s",
        "7:19 80/s} | messages.Request.work: found '80/s', which is a rate; expected a time "
        "such as '5 ms'",
    ),
    (
        WORK,
        "-5 ms",
        "7:19 -5 | messages.Request.work: found '-5 ms', which is negative; expected a time "
        "such as '5 ms'",
    ),
    (
        WORK,
        "5 msec",
        "7:19 5 | messages.Request.work: found '5 msec', whose unit 'msec' is unknown; "
        "expected a time in ns, µs, ms, s, min, h or d, such as '5 ms'; did you mean 'ms'?",
    ),
    (
        WORK,
        "5 %",
        "7:19 5 | messages.Request.work: found '5 %', which is a share; expected a time such "
        "as '5 ms'",
    ),
    (
        WORK,
        "erlang 5 ms",
        "7:19 erlang | messages.Request.work: found 'erlang 5 ms'; expected a mean and k "
        "after 'erlang', as in 'erlang 5 ms k 3'",
    ),
    (
        WORK,
        "mixture 90 % 5 ms or 20 % 1 s",
        "7:19 mixture | messages.Request.work: found shares that sum to 110 %; expected "
        "shares that sum to 100 %",
    ),
    (
        WORK,
        "exponential 0 ms",
        "7:19 exponential | messages.Request.work: found a mean of 0 s; expected a time above 0 s",
    ),
    (
        WORK,
        "poisson 80/s",
        "7:19 poisson | messages.Request.work: found 'poisson 80/s', which is a load; "
        "expected a time such as '5 ms' or 'exponential 5 ms'",
    ),
    (
        WORK,
        "true",
        "7:19 true} | messages.Request.work: found true; expected a time such as '5 ms' or "
        "'exponential 5 ms'",
    ),
    (
        WORK,
        "[5 ms]",
        "7:19 [5 | messages.Request.work: found a list; expected a time such as '5 ms' or "
        "'exponential 5 ms'",
    ),
    (
        WORK,
        "percentiles p99 1 ms p50 2 ms",
        "7:19 percentiles | messages.Request.work: found 'percentiles p99 1 ms p50 2 ms'; "
        "expected the lower percentile first, and the higher one with the longer time",
    ),
    (
        WORK,
        "pareto 5 ms shape 0.5",
        "7:19 pareto | messages.Request.work: found a shape of 0.5; expected a number from "
        "1.001 to 100",
    ),
    (
        WORK,
        "12:30",
        "7:19 12:30} | messages.Request.work: found '12:30'; expected a time such as '5 ms' "
        "or 'exponential 5 ms'",
    ),
    (
        WORK,
        "0x10",
        "7:19 0x10} | messages.Request.work: found '0x10'; expected a time such as '5 ms' or "
        "'exponential 5 ms'",
    ),
    (
        WORK,
        "40000 d",
        "7:19 40000 | messages.Request.work: found '40000 d', which is too long; expected a "
        "time up to 36500 d",
    ),
    (
        NETWORK,
        "network: 0.5",
        "9:10 0.5 | network: found 0.5, a number without a unit; expected a time such as '5 "
        "ms' or 'exponential 5 ms'",
    ),
    (
        NETWORK,
        "network: 80/s",
        "9:10 80/s | network: found '80/s', which is a rate; expected a time such as '5 ms'",
    ),
    (
        NETWORK,
        "network:",
        "9:9  | network: found nothing; expected a time such as '5 ms' or 'exponential 5 ms'",
    ),
]

# What is said of messages.
MESSAGES = [
    (
        REQUEST,
        "{work: 5 ms, wait: 5 ms}",
        "7:12 {work: | messages.Request: found both 'work' and 'wait'; expected one of them",
    ),
    (
        REQUEST,
        "{luck: 5}",
        "7:19 5} | messages.Request.luck: found 5; expected a text",
    ),
    (
        REQUEST,
        "{network: fast}",
        "7:22 fast} | messages.Request.network: found 'fast'; expected a time such as '5 ms' "
        "or 'exponential 5 ms'",
    ),
    (
        "  Request: {work",
        "  Requst: {work",
        "7:3 Requst: | messages.Requst: no message named 'Requst' is drawn; expected one of "
        "'Accepted', 'Query', 'Request', 'Result', 'Rows'; did you mean 'Request'?",
    ),
    (
        "  Request: {work",
        "  API.Requst: {work",
        "7:3 API.Requst: | messages.\"API.Requst\": no message named 'API.Requst' is drawn; "
        "expected one of 'Accepted', 'Query', 'Request', 'Result', 'Rows'; did you mean "
        "'Request'?",
    ),
    (
        "  Query: {work: 2",
        "  DB.Query: {work: 2 ms}\n  Query: {work: 2",
        "9:3 Query: | messages.Query: found 'Query' beside 'DB.Query'; expected one of them: "
        "both name the same message",
    ),
    (
        "API->>DB: Query\n      DB-->>API: Rows",
        "API->>DB: Request\n      DB-->>API: Rows",
        "7:3 Request: | messages.Request: 'Request' goes to API and to DB; expected "
        "'API.Request' or 'DB.Request'",
    ),
    (
        OWN,
        "    messages:\n      Rows: {work: 1 ms}\n",
        "25:7 Rows: | designs.two.messages.Rows: no message named 'Rows' is drawn; expected "
        "one of 'Accepted', 'Query', 'Request'",
    ),
    (
        TELL,
        "        API-xDB: Query\n",
        "25:7 Query: | designs.two.messages.Query: found numbers for 'Query'; expected none: "
        "it is drawn as lost on the way",
    ),
    (
        ROWS,
        "      DB-->>API: Rows\n      DB->>DB: Request\n",
        "7:3 Request: | messages.Request: 'Request' goes to API and to DB; expected "
        "'API.Request' or 'DB.Request'",
    ),
    (
        "  Query: {work: 2 ms}\n",
        "  Query: {work: 2 ms}\n"
        "  Result: {work: 1 ms}\n"
        "  Rows: {network: 1 ms, work: 1 h, wait: 1 h}\n",
        "10:9 {network: | messages.Rows: found both 'work' and 'wait'; expected one of them",
    ),
]

# What is said of the load.
LOADS = [
    (
        LOAD,
        "{Client: poisson 80 ms}",
        "10:16 poisson | load.Client: found '80 ms', which is a time; expected a rate such as"
        " '80/s'",
    ),
    (
        LOAD,
        "80/s",
        "10:7 80/s | load: found '80/s'; expected a load such as 'poisson 80/s'; did you mean"
        " 'poisson 80/s'?",
    ),
    (
        LOAD,
        "{Client: 80}",
        "10:16 80} | load.Client: found 80; expected a load such as 'poisson 80/s', or a list"
        " of phases",
    ),
    (
        LOAD,
        "{Client: [poisson 80/s, poisson 9/s]}",
        "10:16 [poisson | load.Client: found 'poisson 80/s' without 'for' before the last "
        "phase; expected a duration, as in 'poisson 80/s for 60 s'",
    ),
    (
        LOAD,
        "{API: poisson 80/s}",
        "10:8 API: | load.API: found a load of API; expected a load of Client, or of "
        "a lifeline that sends before anything reaches it",
    ),
    (
        LOAD,
        "{Client: poisson 80/s, API: poisson 80/s}",
        "10:30 API: | load.API: found a load of API; expected a load of Client, or of "
        "a lifeline that sends before anything reaches it",
    ),
    (
        LOAD,
        "{Clinet: poisson 80/s}",
        "10:8 Clinet: | load.Clinet: no participant named 'Clinet' is drawn; expected one of "
        "'API', 'Client', 'DB'; did you mean 'Client'?",
    ),
    (
        "load: {Client: poisson 80/s}\n",
        "",
        "1:1 scenario: | load: found no load of Client; expected one, such as 'load: {Client:"
        " poisson 80/s}'",
    ),
    (
        LOAD,
        "{}",
        "10:7 {} | load: found no load of Client; expected one, such as 'load: {Client: "
        "poisson 80/s}'",
    ),
    (
        LOAD,
        "[]",
        "10:7 [] | load: found a list; expected a load such as 'poisson 80/s', or a list of phases",
    ),
    (
        LOAD,
        "{Client: poisson 0/s}",
        "10:16 poisson | load.Client: found '0/s'; expected a rate above 0, from 1e-12/s to 1e12/s",
    ),
    (
        LOAD,
        "{Client: posson 80/s}",
        "10:16 posson | load.Client: found 'posson 80/s'; expected a load such as 'poisson "
        "80/s'; did you mean 'poisson'?",
    ),
    (
        LOAD,
        "{Client: users 50}",
        "10:16 users | load.Client: found 'users 50'; expected their number and think time "
        "after 'users', as in 'users 50 think exponential 2 s'",
    ),
    (
        LOAD,
        "{Client: users 0 think 1 s}",
        "10:16 users | load.Client: found '0'; expected a whole number from 1",
    ),
    (
        LOAD,
        "{Client: trace f.csv column t}",
        "10:16 trace | load.Client: found 'trace f.csv column t', and a file can be read only "
        "from a scenario file; expected the instants themselves, as in 'trace values 0 s 5 ms'",
    ),
    (
        LOAD,
        "{Client: poisson 1000000/s}",
        "10:7 {Client: | load: found about 10,000,000 requests in each replication of design "
        "'one'; expected at most 1,000,000: a lower load or a shorter horizon",
    ),
    (
        LOAD,
        "users 100000000000 think 1 s",
        "10:7 users | load: found about 100,000,000,000 requests in each replication of design "
        "'one'; "
        "expected at most 1,000,000: a lower load or a shorter horizon",
    ),
    (
        LOAD,
        '{"*": every 1 s}',
        "10:8 \"*\": | load.*: no participant named '*' is drawn; expected one of 'API', "
        "'Client', 'DB'",
    ),
    (
        OWN,
        "    load: {Client: 5}\n    messages:\n",
        "24:20 5} | designs.two.load.Client: found 5; expected a load such as 'poisson 80/s',"
        " or a list of phases",
    ),
]

# What is drawn, and what is said of designs.
DESIGNS = [
    (
        ROWS,
        "      DB->>API: Rows\n",
        "16:7 DB->>API: | designs.one: found a solid arrow back from DB to API, which called "
        "it; expected 'DB-->>API' if this is the answer (or 'answers: solid' for the whole "
        "scenario), 'DB-)API' if it is a message that nobody waits for",
    ),
    (
        ROWS,
        "      DB-->>Client: Rows\n      DB-->>Client: Rows\n",
        "17:7 DB-->>Client: | designs.one: found '-->>' with nothing to answer: Client has no"
        " unanswered call that reached DB; expected 'DB->>Client' for a call, 'DB-)Client' "
        "for a message, or a call 'Client->>DB' above\n"
        "18:7 API-->>Client: | designs.one: found '-->>' with nothing to answer: Client has "
        "no unanswered call that reached API; expected 'API->>Client' for a call, "
        "'API-)Client' for a message, or a call 'Client->>API' above",
    ),
    (
        ROWS,
        "      DB-->>API\n",
        "16:16  | designs.one: found the end of the line; expected ':' and a text, such as "
        "A->>B: text",
    ),
    (
        ROWS,
        "      DB=>>API: Rows\n",
        "16:9 =>>API: | designs.one: found '=>>'; expected an arrow such as ->> or -->>",
    ),
    (
        ROWS,
        "      alt ok\n      DB-->>API: Rows\n      end\n",
        "16:7 alt | designs.one: found 'alt ok' and nothing that says how likely 'ok' is; expected "
        "a share, as in 'ok (50 %)', or 'choices: {\"ok\": 50 %}'",
    ),
    (
        ROWS,
        "      DB-->>API: Rows\n      DB--xDB: Oops\n",
        "17:7 DB--xDB: | designs.one: found '--x' from DB to itself; expected 'DB->>DB' for "
        "work inside DB",
    ),
    (
        "      sequenceDiagram\n        Client->>API: Req",
        "      pie\n        Client->>API: Req",
        "20:7 pie | designs.two.diagram: found 'pie'; expected 'sequenceDiagram' or 'graph': "
        "other kinds of diagram are not read",
    ),
    (
        ONE,
        "  one: |\n    sequenceDiagram\n",
        "13:5 sequenceDiagram | designs.one: found no arrow; expected at least one message",
    ),
    (
        ONE,
        "  one: |\n",
        "12:8 | | designs.one: found no diagram; expected 'sequenceDiagram' and its messages",
    ),
    (
        ONE,
        "  one:\n",
        "12:7  | designs.one: found nothing; expected a Mermaid sequence diagram, or a "
        "mapping with 'diagram'",
    ),
    (
        ONE,
        "  one: 5\n",
        "12:8 5 | designs.one: found 5; expected a Mermaid sequence diagram, or a mapping "
        "with 'diagram'",
    ),
    (
        ONE,
        "  one: {}\n",
        "12:8 {} | designs.one: found no 'diagram'; expected a Mermaid sequence diagram or graph "
        "under it",
    ),
    (
        ONE,
        "  one: {load: 4}\n",
        "12:8 {load: | designs.one: found no 'diagram'; expected a Mermaid sequence diagram or "
        "graph under it\n"
        "12:15 4} | designs.one.load: found 4; expected a load such as 'poisson 80/s', or a "
        "list of phases",
    ),
    (
        ONE,
        "  one: {diagram: [a]}\n",
        "12:18 [a]} | designs.one.diagram: found a list; expected a Mermaid sequence diagram or "
        "graph",
    ),
    (
        "    diagram: |\n",
        "    digram: |\n",
        "19:5 digram: | designs.two.digram: unknown key 'digram'; expected one of "
        "acknowledged, answers, choices, diagram, faults, journeys, load, messages, network, "
        "noticed, participants, reading; did "
        "you mean 'diagram'?",
    ),
    (
        "scenario: Base",
        "scenario: Base\ndiagram: |\n  sequenceDiagram\n    A->>B: Go",
        "2:1 diagram: | diagram: found 'diagram' and 'designs'; expected one of them",
    ),
    (
        ONE,
        '  one: "sequenceDiagram\\nClient->>API: Request\\n API-->>DB: Query"\n',
        "12:8 \"sequenceDiagram\\nClient->>API: | designs.one: found '-->>' with nothing to "
        "answer: DB has no unanswered call that reached API, on line 3 of the diagram; "
        "expected 'API->>DB' for a call, 'API-)DB' for a message, or a call 'DB->>API' above",
    ),
    (
        ONE,
        "  one: 'sequenceDiagram\n\n    Client->>API: Request\n\n    API=>>DB: Query'\n",
        "12:8 'sequenceDiagram | designs.one: found lines that YAML joins into one; expected "
        "'|' before them, which keeps them",
    ),
    (
        ONE,
        "  one: >\n    sequenceDiagram\n    Client->>API: Request\n",
        "12:8 > | designs.one: found lines that YAML joins into one; expected '|' before "
        "them, which keeps them",
    ),
    (
        ONE,
        "  one:\n    sequenceDiagram\n    Client->>API; Request\n",
        "13:5 sequenceDiagram | designs.one: found lines that YAML joins into one; expected "
        "'|' before them, which keeps them",
    ),
    (
        ROWS,
        "      DB-->>API: Rows\n\t  API->>DB: Query",
        "17:1  | found a tab; expected spaces",
    ),
    (
        NETWORK,
        "answers: sold",
        "9:10 sold | answers: found 'sold'; expected dashed or solid; did you mean 'solid'?",
    ),
    (
        NETWORK,
        "answers: yes",
        "9:10 yes | answers: found 'yes'; expected dashed or solid",
    ),
    (
        NETWORK,
        "acknowledged: Reslt",
        "9:15 Reslt | acknowledged: found 'Reslt', which reaches no client in design 'one'; "
        "expected one of 'Result'; did you mean 'Result'?\n"
        "9:15 Reslt | acknowledged: found 'Reslt', which reaches no client in design 'two'; "
        "expected one of 'Accepted'",
    ),
    (
        NETWORK,
        "noticed: 5",
        "9:10 5 | noticed: found 5; expected a text",
    ),
    (
        OWN,
        "    noticed: Foo\n    messages:\n",
        "24:14 Foo | designs.two.noticed: found 'Foo', which reaches no client in design "
        "'two'; expected one of 'Accepted'",
    ),
]

# What is said of the run.
RUNS = [
    (
        RUN,
        "run: {horizon: 10}",
        "26:16 10} | run.horizon: found 10, a number without a unit; expected a time such as "
        "'2 min'",
    ),
    (
        RUN,
        "run: {horizon: 0 s}",
        "26:16 0 | run.horizon: found '0 s'; expected a time above 0 s",
    ),
    (
        RUN,
        "run: {horizon: 80/s}",
        "26:16 80/s} | run.horizon: found '80/s', which is a rate; expected a time such as '5 ms'",
    ),
    (
        RUN,
        "run: {horizon: 4000 d}",
        "26:16 4000 | run.horizon: found '4000 d'; expected at most 3650 d",
    ),
    (
        RUN,
        "run: {horizon: 10 s, warm-up: 10 s}",
        "26:31 10 | run.warm-up: found 10 s; expected less than the horizon, 10 s",
    ),
    (
        RUN,
        "run: {warm-up: 2 min}",
        "26:16 2 | run.warm-up: found 2 min; expected less than the horizon, 1 min",
    ),
    (
        RUN,
        "run: {patience: -1 s}",
        "26:17 -1 | run.patience: found '-1 s', which is negative; expected a time such as '5 ms'",
    ),
    (
        RUN,
        "run: {replications: 0}",
        "26:21 0} | run.replications: found 0; expected a whole number from 1 to 100,000",
    ),
    (
        RUN,
        "run: {replications: 1e6}",
        "26:21 1e6} | run.replications: found 1000000.0; expected a whole number from 1 to 100,000",
    ),
    (
        RUN,
        "run: {seed: -1}",
        "26:13 -1} | run.seed: found -1; expected a whole number from 0 to "
        "9,223,372,036,854,775,807",
    ),
    (
        RUN,
        "run: {seed: 0x10}",
        "26:13 0x10} | run.seed: found '0x10'; expected a whole number from 0 to "
        "9,223,372,036,854,775,807",
    ),
    (
        RUN,
        "run: {horizn: 10 s}",
        "26:7 horizn: | run.horizn: unknown key 'horizn'; expected one of horizon, patience, "
        "replications, seed, warm-up; did you mean 'horizon'?",
    ),
    (
        RUN,
        "run: {horizon: 5 kg, warm-up: 2 min}",
        "26:16 5 | run.horizon: found '5 kg', whose unit 'kg' is unknown; expected a time in "
        "ns, µs, ms, s, min, h or d, such as '5 ms'",
    ),
]

# What is predicted.
PREDICTIONS = [
    (
        PREDICT,
        "two.acknowledged.p99",
        "28:5 two.acknowledged.p99 | predict[0]: found nothing after 'two.acknowledged.p99'; "
        "expected a comparison such as 'accepted.acknowledged.p99 < 50 ms'",
    ),
    (
        PREDICT,
        "two.acknowledged.p99 < 5",
        "28:5 two.acknowledged.p99 | predict[0]: found a time compared with a plain number in"
        " 'two.acknowledged.p99 < 5'; expected the same kind of quantity on both sides",
    ),
    (
        PREDICT,
        "two.acknowledged.p99 < 80/s",
        "28:5 two.acknowledged.p99 | predict[0]: found a time compared with a rate in "
        "'two.acknowledged.p99 < 80/s'; expected the same kind of quantity on both sides",
    ),
    (
        PREDICT,
        "two.acknowldged.p99 < 5 ms",
        "28:5 two.acknowldged.p99 | predict[0]: unknown metric 'acknowldged'; expected one of"
        " acknowledged, settled, completed, noticed, offered, throughput, goodput, "
        "utilisation, backlog, held, told, done, attempts, sent, polls, timed-out, refused, "
        "short-circuited, open, deliveries, runs, effects, redelivered, inversions, "
        "dead-letters, oldest, lag, useful, zombie; did you mean 'acknowledged'?",
    ),
    (
        PREDICT,
        "tow.acknowledged.p99 < 5 ms",
        "28:5 tow.acknowledged.p99 | predict[0]: unknown design or metric 'tow'; expected one"
        " of one, two, acknowledged, settled, completed, noticed, offered, throughput, "
        "goodput, utilisation, backlog, held, told, done, attempts, sent, polls, timed-out, "
        "refused, short-circuited, open, deliveries, runs, effects, redelivered, "
        "inversions, dead-letters, oldest, lag, useful, zombie; did you mean 'two'?",
    ),
    (
        PREDICT,
        "two.acknowledged.p100 < 5 ms",
        "28:5 two.acknowledged.p100 | predict[0]: unknown statistic 'p100'; expected one of "
        "acknowledged.mean, acknowledged.share, acknowledged.p50, acknowledged.p95, "
        "acknowledged.p99",
    ),
    (
        PREDICT,
        "two.acknowledged < 5 ms",
        "28:5 two.acknowledged | predict[0]: found no statistic; expected one of "
        "acknowledged.mean, acknowledged.share, acknowledged.p50, acknowledged.p95, "
        "acknowledged.p99",
    ),
    (
        PREDICT,
        "acknowledged.p99 < 5 ms",
        "28:5 acknowledged.p99 | predict[0]: found 'acknowledged.p99' without a design; "
        "expected one of one, two before it",
    ),
    (
        PREDICT,
        "two.utilisation.mean < 50 %",
        "28:5 two.utilisation.mean | predict[0]: found no part; expected one of "
        "utilisation.Client, utilisation.API, utilisation.DB",
    ),
    (
        PREDICT,
        "two.utilisation.Db.mean < 50 %",
        "28:5 two.utilisation.Db.mean | predict[0]: unknown part 'Db'; expected one of "
        "utilisation.Client, utilisation.API, utilisation.DB; did you mean 'DB'?",
    ),
    (
        PREDICT,
        "two.utilisation.DB.mean < 150 %",
        "28:5 two.utilisation.DB.mean | predict[0]: found '150 %'; expected a share from 0 % "
        "to 100 %",
    ),
    (
        PREDICT,
        "two.told.fine.share < 5 %",
        "28:5 two.told.fine.share | predict[0]: unknown part 'fine'; expected one of "
        'told.nothing, told.accepted, told.ok, told.failed, told.refused, told."timed out"; '
        "did you mean 'failed'?",
    ),
    (
        PREDICT,
        "two.settled.p99 * two.settled.p50 < 5 ms",
        "28:5 two.settled.p99 | predict[0]: found a time times a time in 'two.settled.p99 * "
        "two.settled.p50 < 5 ms'; expected a plain number on one side of '*'",
    ),
    (
        PREDICT,
        "two.settled.p99 + 5 % < 5 ms",
        "28:5 two.settled.p99 | predict[0]: found a time + a share in 'two.settled.p99 + 5 % "
        "< 5 ms'; expected the same kind of quantity on both sides",
    ),
    (
        PREDICT,
        "two.settled.p99 < 5 furlong",
        "28:5 two.settled.p99 | predict[0]: found '5 furlong', whose unit 'furlong' is "
        "unknown; expected a time in ns, µs, ms, s, min, h or d, such as '5 ms'",
    ),
    (
        PREDICT,
        "two.settled.p99 = 5 ms",
        "28:5 two.settled.p99 | predict[0]: found '= 5 ms' in 'two.settled.p99 = 5 ms'; "
        "expected a comparison such as 'accepted.acknowledged.p99 < 50 ms'",
    ),
    (
        PREDICT,
        "two.settled.p99 < 5 ms < 6 ms",
        "28:5 two.settled.p99 | predict[0]: found '< 6 ms' in 'two.settled.p99 < 5 ms < 6 "
        "ms'; expected a comparison such as 'accepted.acknowledged.p99 < 50 ms'",
    ),
    (
        PREDICT,
        "two.acknowledged.API.p99 < 5 ms",
        "28:5 two.acknowledged.API.p99 | predict[0]: found 'acknowledged' of 'API'; expected "
        "acknowledged of a whole design",
    ),
    (
        "- two.acknowledged.p99 < one.acknowledged.p99",
        "two.settled.p99 < 1 s",
        "28:3 two.settled.p99 | predict: found 'two.settled.p99 < 1 s'; expected a list",
    ),
    (
        PREDICT,
        "[a]",
        "28:5 [a] | predict[0]: found a list; expected a text",
    ),
    (
        PREDICT,
        "7\n  - foo < bar",
        "28:5 7 | predict[0]: found 7; expected a text\n"
        "29:5 foo | predict[1]: found 'foo < bar'; expected a comparison such as "
        "'accepted.acknowledged.p99 < 50 ms'",
    ),
    (
        PREDICT,
        "two.settled.p99 < 1 s / 2",
        "28:5 two.settled.p99 | predict[0]: found '/ 2' in 'two.settled.p99 < 1 s / 2'; "
        "expected a comparison such as 'accepted.acknowledged.p99 < 50 ms'",
    ),
]


def told(text: str, file: str = "base.yaml") -> list[str]:
    """Each problem as "line:column text-under-the-caret | message"."""
    with pytest.raises(ScenarioError) as caught:
        read_scenario(text, file)
    lines = re.split(r"\r\n?|\n", text)
    found = []
    for problem in caught.value.problems:
        first, *shown = str(problem).split("\n")
        place = re.match(rf"{file}:(\d+):(\d+): ", first)
        assert place
        line, column = int(place[1]), int(place[2])
        source = lines[line - 1]
        blank = re.sub(r"[^\t]", " ", source[: column - 1])
        assert shown in ([], ["    " + source, "    " + blank + "^"])
        under = source[column - 1 :].split(" ")[0].strip("\t")
        found.append(f"{line}:{column} {under} | {first[len(place[0]) :]}")
    return found


def test_the_base_of_these_tests_is_sound() -> None:
    assert read_scenario(BASE, "base.yaml").name == "Base"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [*KEYS, *PARTICIPANTS, *TIMES, *MESSAGES, *LOADS, *DESIGNS, *RUNS, *PREDICTIONS],
)
def test_a_mistake_is_told_at_its_place(old: str, new: str, expected: str) -> None:
    assert BASE.count(old) == 1
    assert told(BASE.replace(old, new)) == expected.split("\n")


# ---------------------------------------------------------------------- all at once

SIX = """\
scenario: Six mistakes
particpants:
  Client: {kind: client}
participants:
  API: {workers: 5 ms}
  Databse: {workers: 3}
messages:
  Request: {work: exponential 5 ms}
  Request: {work: 80/s}
network: 0.5 ms
load: {Client: poisson 80/s}
designs:
  direct: |
    sequenceDiagram
      Client->>API: Request
      API->>Database: Query
      Database-->>API: Rows
      API-->>Client: Result
  broken: |
    sequenceDiagram
      Client->>API: Request
      API=>>Client: Result
run: {horizon: 10 s}
predict:
  - direct.acknowledged.p99 < 50 furlong
"""
SIX_TOLD = """\
six.yaml:2:1: particpants: unknown key 'particpants'; expected one of acknowledged, answers, \
choices, designs, diagram, faults, load, messages, network, noticed, participants, predict, \
question, reading, run, scenario, source; did you mean 'participants'?
    particpants:
    ^
six.yaml:5:18: participants.API.workers: found '5 ms'; expected a whole number from 1 to \
1,000,000,000 or unlimited
      API: {workers: 5 ms}
                     ^
six.yaml:6:3: participants.Databse: no participant named 'Databse' is drawn; expected one of \
'API', 'Client', 'Database'; did you mean 'Database'?
      Databse: {workers: 3}
      ^
six.yaml:9:3: messages.Request: found the key 'Request' again, first on line 8; expected each \
key once
      Request: {work: 80/s}
      ^
six.yaml:22:10: designs.broken: found '=>>'; expected an arrow such as ->> or -->>
          API=>>Client: Result
             ^
six.yaml:25:5: predict[0]: found '50 furlong', whose unit 'furlong' is unknown; expected a \
time in ns, µs, ms, s, min, h or d, such as '5 ms'
      - direct.acknowledged.p99 < 50 furlong
        ^
"""


@pytest.mark.parametrize("command", [["check"], ["run"], ["run", "--out", "results"]])
def test_six_mistakes_give_six_located_errors_and_nothing_else(
    command: list[str], tmp_path: Path
) -> None:
    (tmp_path / "six.yaml").write_text(SIX, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "simkit", *command[:1], "six.yaml", *command[1:]],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode() == SIX_TOLD
    assert [path.name for path in tmp_path.iterdir()] == ["six.yaml"]


def test_what_follows_from_a_mistake_is_not_told() -> None:
    text = BASE.replace("load: {Client: poisson", "load: {Client: possion")
    text = text.replace("horizon: 10 s", "horizon: 10 m").replace(
        "two.ack", "two.utilisation.Db.ack"
    )
    text = text.replace("API->>DB: Query", "API>>DB: Query")
    assert [line.partition(" |")[0] for line in told(text)] == [
        "10:16 possion",
        "15:10 >>DB:",
        "26:16 10",
        "28:5 two.utilisation.Db.acknowledged.p99",
    ]


def test_a_name_that_an_unreadable_diagram_may_hold_is_not_called_unknown() -> None:
    text = BASE.replace("API->>DB: Query", "API=>>DB2: Query").replace("DB-->>API", "DB2-->>API")
    text = text.replace("  DB: {w", "  DB2: {w").replace(
        "- two", "- one.utilisation.DB2.mean < 5 %\n  - two"
    )
    assert [line.partition(" ")[0] for line in told(text)] == ["15:10"]


# ---------------------------------------------------------------------- files


def refused(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return str(caught.value).replace(str(path.parent), "DIR")


def test_a_file_that_cannot_be_read_is_refused_by_its_name(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.yaml") == (
        "DIR/none.yaml: cannot be read (No such file or directory); expected a scenario file"
    )
    assert refused(tmp_path / "a\x00b.yaml") == (
        "DIR/a\x00b.yaml: cannot be read (embedded null byte); expected a scenario file"
    )
    (tmp_path / "folder").mkdir()
    assert refused(tmp_path / "folder") == (
        "DIR/folder: cannot be read (Is a directory); expected a scenario file"
    )
    (tmp_path / "latin.yaml").write_bytes("scenario: Überlast".encode("latin-1"))
    assert refused(tmp_path / "latin.yaml") == (
        "DIR/latin.yaml: found a byte that is no UTF-8, at 10; expected a text in UTF-8"
    )
    (tmp_path / "large.yaml").write_bytes(b"#" * (LARGEST_FILE + 1))
    assert refused(tmp_path / "large.yaml") == (
        "DIR/large.yaml: found more than 1,000,000 bytes; expected a smaller file"
    )
    assert refused(Path("/dev/zero")).endswith(
        "found more than 1,000,000 bytes; expected a smaller file"
    )


@pytest.mark.parametrize(
    "change", [lambda t: t, lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")]
)
def test_a_byte_order_mark_and_windows_line_ends_are_read_through(
    change: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "base.yaml").write_bytes(change(BASE).encode())
    assert load(tmp_path / "base.yaml").designs == read_scenario(BASE, "base.yaml").designs


@pytest.mark.parametrize(
    ("content", "words", "expected"),
    [
        (
            "",
            "t.csv column t",
            "found no column 't' in 't.csv'; expected one of a header and times below it",
        ),
        (
            "a,b\n1,2\n",
            "t.csv column t",
            "found no column 't' in 't.csv'; expected one of 'a', 'b'",
        ),
        (
            "Tiem,b\n1,2\n",
            "t.csv column Time",
            "found no column 'Time' in 't.csv'; expected one of 'Tiem', 'b'; did you mean 'Tiem'?",
        ),
        (
            "t,t\n1,2\n",
            "t.csv column t",
            "found two columns 't' in 't.csv'; expected one of that name",
        ),
        ("t\n", "t.csv column t", "found no values; expected at least one measured time"),
        (
            "t\n1\nfast\n",
            "t.csv column t",
            "found 'fast' in 't.csv' on line 3; expected a time such as '5 ms', or a number of s",
        ),
        (
            "t\n1\n\n-3\n",
            "t.csv column t in ms",
            "found '-3', which is negative in 't.csv' on line 4; expected a time such as '5 "
            "ms', or a number of ms",
        ),
        (
            "a,t\n1,2\n3,\n",
            "t.csv column t",
            "found nothing in 't.csv' on line 3; expected a time such as '5 ms', or a number of s",
        ),
        (
            "a,t\n1,2\n3\n",
            "t.csv column t",
            "found nothing in 't.csv' on line 3; expected a time such as '5 ms', or a number of s",
        ),
        (
            "t\n1,5\n",
            "t.csv column t",
            "found more cells than columns in 't.csv' on line 2; expected 1",
        ),
        (
            "t\n1\n",
            "t.csv column t in parsec",
            "found 'parsec'; expected a unit of time: ns, µs, ms, s, min, h or d",
        ),
        (
            "t\n1\n",
            "x.csv column t",
            "found 'x.csv', which cannot be read (No such file or directory); expected a CSV "
            "file beside the scenario",
        ),
        (
            "t\n1\n",
            "t.csv",
            "found 'empirical t.csv'; expected a file and its column after 'empirical', as in "
            "'empirical file.csv column t'",
        ),
        (
            "t\n1\n",
            "/dev/zero column t",
            "found more than 100,000,000 bytes; expected a smaller file",
        ),
    ],
)
def test_a_mistake_in_a_data_file_is_told_where_the_file_is_named(
    content: str, words: str, expected: str, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    (tmp_path / "s.yaml").write_text(BASE.replace(WORK, f"empirical {words}"), encoding="utf-8")
    lines = refused(tmp_path / "s.yaml").split("\n")
    assert lines[0] == f"DIR/s.yaml:7:19: messages.Request.work: {expected}"
    assert lines[2] == "    " + " " * 18 + "^"
    assert len(lines) == 3


def test_measured_times_are_read_from_beside_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("\ufeffid,t\n1,2\n2,5 ms\n\n3,1.5\n", encoding="utf-8")
    text = BASE.replace(WORK, "empirical t.csv column t in ms")
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    time = load(tmp_path / "s.yaml").designs[0].costs[0].time
    assert str(time) == "empirical t.csv column t in ms"
    assert time.mean == pytest.approx((2 + 5 + 1.5) / 3 * 1e6)


# ---------------------------------------------------------------------- values


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    text = re.sub(r"\bRequest\b", "on", BASE).replace("Query", "1e-4").replace(PREDICT, "1 < 2")
    text = text.replace("  one:", "  no:").replace("  two:", "  12:30:").replace("Base", "yes")
    scenario = read_scenario(text, "base.yaml")
    assert scenario.name == "yes"
    assert [design.name for design in scenario.designs] == ["no", "12:30"]
    assert [line.label for line in scenario.designs[0].script.lines[:2]] == ["on", "1e-4"]


def test_nothing_of_a_file_is_executed(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    for tag in ("!!python/object/apply:os.mkdir", "!!python/object/new:os.mkdir", "!mkdir"):
        assert told(BASE.replace("seed: 1", f"seed: {tag} ['{trap}']")) == [
            f"26:74 {tag} | run.seed: found the tag '{tag}'; expected the value itself, written out"
        ]
    assert not trap.exists()


def test_every_value_that_was_not_stated_is_listed_as_assumed() -> None:
    text = "diagram: |\n  sequenceDiagram\n    A->>B: Ask\n    B-->>A: Tell\nload: every 1 s\n"
    scenario = read_scenario(text, "small.yaml")
    assert scenario.designs[0].assumptions == (
        "A: the client, because it sends first",
        "B: a pool of workers, as nothing says otherwise",
        "B: unlimited workers (not stated)",
        "Ask, Tell: no work (not stated)",
        "network: no time (not stated)",
        "A: its first request comes at 0 s",
    )
    assert scenario.run.assumptions == (
        "run.horizon: 1 min (not stated)",
        "run.warm-up: found before the runs, where their times have settled down (MSER-5) "
        "(not stated)",
        "run.patience: 1 min, as long as the horizon (not stated)",
        "run.replications: 10 (not stated)",
        "run.seed: 1 (not stated)",
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("run.seed", "--set run.seed: found no '='; expected PATH=VALUE"),
        (
            "run.sed=3",
            "--set run.sed=3: run.sed: unknown key 'sed'; expected one of horizon, patience, "
            "replications, seed, warm-up; did you mean 'seed'?",
        ),
        (
            "run.seed=x",
            "--set run.seed=x: run.seed: found 'x'; expected a whole number from 0 to "
            "9,223,372,036,854,775,807",
        ),
        (
            "run.seed=",
            "--set run.seed=: run.seed: found nothing; expected a whole number from 0 to "
            "9,223,372,036,854,775,807",
        ),
        ("=3", "--set =3: found ''; expected names with dots between them"),
        (
            "messages.Reqest.work=3 ms",
            "--set messages.Reqest.work=3 ms: messages.Reqest: no message named 'Reqest' is "
            "drawn; expected one of 'Accepted', 'Query', 'Request', 'Result', 'Rows'; did you "
            "mean 'Request'?",
        ),
        (
            "network.x=3 ms",
            "--set network.x=3 ms: network.x: found 'x' under 'network'; expected no more "
            "keys: 'network' holds a single value",
        ),
    ],
)
def test_a_mistake_of_a_change_is_told_with_the_change(change: str, expected: str) -> None:
    scenario = read_scenario(BASE, "base.yaml")
    with pytest.raises(ScenarioError) as caught:
        change_from_texts(scenario, [change])
    assert str(caught.value) == expected
