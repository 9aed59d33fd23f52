"""Every construct of mermaid's page on sequence diagrams, one by one, and what is read from it."""

import pytest

from simkit.formats.mermaid import read_sequence
from simkit.model.diagram import (
    Arrow,
    Diagram,
    Head,
    Note,
    Statement,
    Stroke,
)

HEADS = {Head.ARROW: "->", Head.OPEN: "-)", Head.CROSS: "-x", Head.BOTH: "<->"}


def lifelines(diagram: Diagram) -> str:
    """Each lifeline as "id", "id=label" or "id=label(type)"."""
    told = []
    for line in diagram.lifelines:
        label = f"={line.label}" if line.label != line.id else ""
        told.append(line.id + label + (f"({line.type})" if line.type != "participant" else ""))
    return ", ".join(told)


def outline(statements: tuple[Statement, ...]) -> str:
    """What is drawn, on one line; a block is "alt[label: inside | label: inside]".

    A solid arrow is "->", a dashed one "-->", a cross "-x", an open head "-)", both "<->".
    """
    told = []
    for item in statements:
        if isinstance(item, Arrow):
            line = "-" if item.stroke is Stroke.SOLID else "--"
            look = HEADS[item.head].replace("-", line)
            told.append(f"{item.sender} {look} {item.receiver}: {item.label}")
        elif isinstance(item, Note):
            told.append(f"note {','.join(item.over)}: {item.text}")
        else:
            inside = [f"{part.label}: {outline(part.statements)}" for part in item.branches]
            told.append(f"{item.kind.value}[{' | '.join(inside)}]")
    return "; ".join(told)


CONSTRUCTS = [
    # name, diagram below its header, lifelines, what is drawn
    ("participant", "participant Shop\nparticipant Bank", "Shop, Bank", ""),
    (
        "order of declaration",
        "participant Bank\nparticipant Shop\nShop->>Bank: charge",
        "Bank, Shop",
        "Shop -> Bank: charge",
    ),
    (
        "implicit participants",
        "Shop->>Bank: charge\nBank-->>Shop: ok",
        "Shop, Bank",
        "Shop -> Bank: charge; Bank --> Shop: ok",
    ),
    ("actor", "actor Buyer\nBuyer->>Shop: order", "Buyer(actor), Shop", "Buyer -> Shop: order"),
    (
        "name with spaces",
        "participant Order Desk\nOrder Desk->>Bank: charge",
        "Order Desk, Bank",
        "Order Desk -> Bank: charge",
    ),
    (
        "name with dashes",
        "order-desk->>pay-bank: charge",
        "order-desk, pay-bank",
        "order-desk -> pay-bank: charge",
    ),
    ("name in another script", "Käufer->>店: 注文", "Käufer, 店", "Käufer -> 店: 注文"),
    (
        "name with brackets",
        "Shop (new)->>[end]: close",
        "Shop (new), [end]",
        "Shop (new) -> [end]: close",
    ),
    ("boundary", 'participant Gate@{ "type" : "boundary" }', "Gate(boundary)", ""),
    ("control", 'participant Desk@{ "type" : "control" }', "Desk(control)", ""),
    ("entity", 'participant Order@{ "type" : "entity" }', "Order(entity)", ""),
    ("database", 'participant Store@{ "type" : "database" }', "Store(database)", ""),
    ("collections", 'participant Shelf@{ "type" : "collections" }', "Shelf(collections)", ""),
    ("queue", 'participant Jobs@{ "type" : "queue" }', "Jobs(queue)", ""),
    ("actor with a type", 'actor Jobs@{ "type": "queue" }', "Jobs(queue)", ""),
    (
        "configuration without quotes",
        "participant Jobs@{ type: queue, alias: Work }",
        "Jobs=Work(queue)",
        "",
    ),
    ("configuration in lines", 'participant Jobs@{\n"type": "queue"\n}', "Jobs(queue)", ""),
    ("external alias", "participant S as Shop\nS->>B: charge", "S=Shop, B", "S -> B: charge"),
    ("alias of an actor", "actor C as The Customer", "C=The Customer(actor)", ""),
    (
        "external alias with a type",
        'participant J@{ "type": "queue" } as Job List',
        "J=Job List(queue)",
        "",
    ),
    (
        "inline alias",
        'participant J@{ "type": "queue", "alias": "Job List" }',
        "J=Job List(queue)",
        "",
    ),
    ("inline alias of an actor", 'actor C@{ "alias": "Customer" }', "C=Customer(actor)", ""),
    (
        "external before inline alias",
        'participant J@{ "type": "queue", "alias": "In" } as Out',
        "J=Out(queue)",
        "",
    ),
    ("line break in an alias", "participant S as Shop<br/>Berlin", "S=Shop Berlin", ""),
    (
        "create participant",
        "Shop->>Bank: charge\ncreate participant Audit\nBank->>Audit: note it",
        "Shop, Bank, Audit",
        "Shop -> Bank: charge; Bank -> Audit: note it",
    ),
    (
        "create actor with an alias",
        "create actor C as Clerk\nShop->>C: call",
        "C=Clerk(actor), Shop",
        "Shop -> C: call",
    ),
    (
        "create with a type",
        'create participant J@{ "type": "queue" }\nShop->>J: put',
        "J(queue), Shop",
        "Shop -> J: put",
    ),
    (
        "create, then an arrow that refuses",
        "create participant Audit\nBank-xAudit: lost",
        "Audit, Bank",
        "Bank -x Audit: lost",
    ),
    (
        "destroy the receiver",
        "Shop->>Bank: charge\ndestroy Bank\nShop-xBank: close",
        "Shop, Bank",
        "Shop -> Bank: charge; Shop -x Bank: close",
    ),
    (
        "destroy the sender",
        "Shop->>Bank: charge\ndestroy Bank\nBank->>Shop: bye",
        "Shop, Bank",
        "Shop -> Bank: charge; Bank -> Shop: bye",
    ),
    (
        "box with colour and title",
        "box Aqua The Shop\n  participant Till\n  actor Clerk\nend\nTill->>Clerk: ring",
        "Till, Clerk(actor)",
        "Till -> Clerk: ring",
    ),
    ("box with a title", "box Berlin branch\nparticipant Till\nend", "Till", ""),
    ("box with rgb", "box rgb(33,66,99)\nparticipant Till\nend", "Till", ""),
    ("box with rgba", "box rgba(33,66,99,0.5)\nparticipant Till\nend", "Till", ""),
    ("transparent box", "box transparent Aqua\nparticipant Till\nend", "Till", ""),
    ("box without a word", "box\nparticipant Till\nend", "Till", ""),
    (
        "two boxes",
        "box A\nparticipant X\nend\nbox B\nparticipant Y\nend\nX->>Y: go",
        "X, Y",
        "X -> Y: go",
    ),
    ("arrow ->", "A->B: go", "A, B", "A -> B: go"),
    ("arrow -->", "A-->B: go", "A, B", "A --> B: go"),
    ("arrow ->>", "A->>B: go", "A, B", "A -> B: go"),
    ("arrow -->>", "A-->>B: go", "A, B", "A --> B: go"),
    ("arrow <<->>", "A<<->>B: go", "A, B", "A <-> B: go"),
    ("arrow <<-->>", "A<<-->>B: go", "A, B", "A <--> B: go"),
    ("arrow -x", "A-xB: go", "A, B", "A -x B: go"),
    ("arrow --x", "A--xB: go", "A, B", "A --x B: go"),
    ("arrow -)", "A-)B: go", "A, B", "A -) B: go"),
    ("arrow --)", "A--)B: go", "A, B", "A --) B: go"),
    ("arrow -|\\", "A-|\\B: go", "A, B", "A -> B: go"),
    ("arrow --|\\", "A--|\\B: go", "A, B", "A --> B: go"),
    ("arrow -|/", "A-|/B: go", "A, B", "A -> B: go"),
    ("arrow --|/", "A--|/B: go", "A, B", "A --> B: go"),
    ("arrow /|-", "A/|-B: go", "A, B", "B -> A: go"),
    ("arrow /|--", "A/|--B: go", "A, B", "B --> A: go"),
    ("arrow \\|-", "A\\|-B: go", "A, B", "B -> A: go"),
    ("arrow \\|--", "A\\|--B: go", "A, B", "B --> A: go"),
    ("arrow -\\\\", "A-\\\\B: go", "A, B", "A -> B: go"),
    ("arrow --\\\\", "A--\\\\B: go", "A, B", "A --> B: go"),
    ("arrow -//", "A-//B: go", "A, B", "A -> B: go"),
    ("arrow --//", "A--//B: go", "A, B", "A --> B: go"),
    ("arrow //-", "A//-B: go", "A, B", "B -> A: go"),
    ("arrow //--", "A//--B: go", "A, B", "B --> A: go"),
    ("arrow \\\\-", "A\\\\-B: go", "A, B", "B -> A: go"),
    ("arrow \\\\--", "A\\\\--B: go", "A, B", "B --> A: go"),
    ("central connection at the receiver", "A->>()B: go", "A, B", "A -> B: go"),
    ("central connection at the sender", "A()->>B: go", "A, B", "A -> B: go"),
    ("central connections at both", "A()-->>()B: go", "A, B", "A --> B: go"),
    ("central connection of a half arrow", "A()//-B: go", "A, B", "B -> A: go"),
    (
        "activate and deactivate",
        "A->>B: go\nactivate B\nB-->>A: ok\ndeactivate B",
        "A, B",
        "A -> B: go; B --> A: ok",
    ),
    ("activation by signs", "A->>+B: go\nB-->>-A: ok", "A, B", "A -> B: go; B --> A: ok"),
    (
        "stacked activations",
        "A->>+B: go\nA->>+B: again\nB-->>-A: ok\nB-->>-A: ok again",
        "A, B",
        "A -> B: go; A -> B: again; B --> A: ok; B --> A: ok again",
    ),
    ("note right of", "Note right of A: thinks", "A", "note A: thinks"),
    ("note left of", "note left of A: thinks", "A", "note A: thinks"),
    ("note over one", "Note over A: thinks", "A", "note A: thinks"),
    (
        "note over two",
        "A->B: hi\nNote over A,B: both think",
        "A, B",
        "A -> B: hi; note A,B: both think",
    ),
    ("line break in a message", "A->>B: one,<br/>two", "A, B", "A -> B: one, two"),
    ("line break in a note", "Note over A: one<br>two", "A", "note A: one two"),
    (
        "link in a message",
        "A->>B: see [the page](https://example.org)",
        "A, B",
        "A -> B: see [the page](https://example.org)",
    ),
    (
        "wrap",
        "A->>B: wrap: long text\nNote over A: nowrap: short text",
        "A, B",
        "A -> B: long text; note A: short text",
    ),
    ("loop", "loop every minute\n  A->>B: poll\nend", "A, B", "loop[every minute: A -> B: poll]"),
    (
        "alt",
        "alt is open\n  A->>B: enter\nelse is shut\n  A->>A: wait\nend",
        "A, B",
        "alt[is open: A -> B: enter | is shut: A -> A: wait]",
    ),
    (
        "alt with three branches",
        "alt a\nA->>B: x\nelse b\nA->>B: y\nelse\nA->>B: z\nend",
        "A, B",
        "alt[a: A -> B: x | b: A -> B: y | : A -> B: z]",
    ),
    ("alt with one branch", "alt a\nA->>B: x\nend", "A, B", "alt[a: A -> B: x]"),
    ("opt", "opt if asked\n  B-->>A: more\nend", "B, A", "opt[if asked: B --> A: more]"),
    (
        "par",
        "par to B\n  A->>B: x\nand to C\n  A->>C: x\nend",
        "A, B, C",
        "par[to B: A -> B: x | to C: A -> C: x]",
    ),
    (
        "nested par",
        "par one\nA->>B: x\nand two\nA->>C: x\npar three\nC->>D: y\nand four\nC->>E: y\nend\nend",
        "A, B, C, D, E",
        "par[one: A -> B: x | two: A -> C: x; par[three: C -> D: y | four: C -> E: y]]",
    ),
    ("par_over", "par_over both\n  A->>B: x\nend", "A, B", "par[both: A -> B: x]"),
    (
        "critical",
        "critical open it\nA->>B: dial\noption busy\nA->>A: log\noption dead\nA->>C: tell\nend",
        "A, B, C",
        "critical[open it: A -> B: dial | busy: A -> A: log | dead: A -> C: tell]",
    ),
    (
        "critical without option",
        "critical open the line\n  A->>B: dial\nend",
        "A, B",
        "critical[open the line: A -> B: dial]",
    ),
    (
        "break",
        "A->>B: book\nbreak when it is full\n  B-->>A: sorry\nend\nB->>C: pay",
        "A, B, C",
        "A -> B: book; break[when it is full: B --> A: sorry]; B -> C: pay",
    ),
    (
        "rect",
        "rect rgb(0, 255, 0)\n  A->>B: x\n  Note over B: y\nend",
        "A, B",
        "A -> B: x; note B: y",
    ),
    (
        "rect with rgba in rect",
        "rect rgba(0, 0, 255, .1)\nA->>+B: x\nrect rgb(1, 2, 3)\nB-->>-A: y\nend\nend",
        "A, B",
        "A -> B: x; B --> A: y",
    ),
    (
        "rect in a branch",
        "alt a\nrect red\nA->>B: x\nend\nelse b\nA->>B: y\nend",
        "A, B",
        "alt[a: A -> B: x | b: A -> B: y]",
    ),
    (
        "blocks in blocks",
        "loop a\nopt b\nbreak c\nA->>B: x\nend\nend\nNote over A: n\nend",
        "A, B",
        "loop[a: opt[b: break[c: A -> B: x]]; note A: n]",
    ),
    ("an empty block", "opt nothing\nend\nA->>B: x", "A, B", "opt[nothing: ]; A -> B: x"),
    ("words in other cases", "ALT a\nA->>B: x\nElse b\nEND", "A, B", "alt[a: A -> B: x | b: ]"),
    ("declaration in a block", "opt a\nparticipant C\nC->>A: x\nend", "C, A", "opt[a: C -> A: x]"),
    ("statement right after end", "opt a\nend A->>B: x", "A, B", "opt[a: ]; A -> B: x"),
    ("comment", "A->>B: x\n%% A->>C: no\nB-->>A: y", "A, B", "A -> B: x; B --> A: y"),
    ("comment after #", "A->>B: x # no more\n# nor this", "A, B", "A -> B: x"),
    (
        "entity codes",
        "A->>B: I #9829; you #infin; times\nB->>A: a #59; b #35; c",
        "A, B",
        "A -> B: I ♥ you ∞ times; B -> A: a ; b # c",
    ),
    (
        "semicolons for line ends",
        "participant A; participant B; A->>B: x; loop l; B->>A: y; end",
        "A, B",
        "A -> B: x; loop[l: B -> A: y]",
    ),
    ("autonumber", "autonumber\nA->>B: x", "A, B", "A -> B: x"),
    ("autonumber with start and step", "autonumber 10 5\nA->>B: x", "A, B", "A -> B: x"),
    ("autonumber in hundredths", "autonumber 1.25 .05\nA->>B: x", "A, B", "A -> B: x"),
    (
        "autonumber off",
        "autonumber\nA->>B: x\nautonumber off\nB->>A: y",
        "A, B",
        "A -> B: x; B -> A: y",
    ),
    ("link", "link A: Page @ https://example.org/a\nA->>B: x", "A, B", "A -> B: x"),
    (
        "links",
        'links A: {"Page": "https://example.org/a", "Wiki": "https://example.org/w"}\nA->>B: x',
        "A, B",
        "A -> B: x",
    ),
    ("links that are no JSON", 'links A: {"Page":\nA->>B: x', "A, B", "A -> B: x"),
    ("properties", 'properties A: {"class": "red"}\nA->>B: x', "A, B", "A -> B: x"),
    ("details", "details A: of-a\nA->>B: x", "A, B", "A -> B: x"),
    ("title", "title: The purchase\nA->>B: x", "A, B", "A -> B: x"),
    ("title without a colon", "title The purchase\nA->>B: x", "A, B", "A -> B: x"),
    (
        "accessible title and description",
        "accTitle: A purchase\naccDescr: Two messages\nA->>B: x",
        "A, B",
        "A -> B: x",
    ),
    (
        "accessible description in braces",
        "accDescr {\n  A->>C: no\n}\nA->>B: x",
        "A, B",
        "A -> B: x",
    ),
    ("directive", '%%{init: {"theme": "dark"}}%%\nA->>B: x', "A, B", "A -> B: x"),
    ("directive in lines", '%%{init: {\n  "theme": "dark"\n}}%%\nA->>B: x', "A, B", "A -> B: x"),
    ("directive to wrap", "A->>B: x %%{wrap}%%", "A, B", "A -> B: x"),
    ("a sign that means nothing", "(A->>B: x", "A, B", "A -> B: x"),
]


@pytest.mark.parametrize(
    ("body", "expected_lifelines", "expected"),
    [pytest.param(*row, id=name) for name, *row in CONSTRUCTS],
)
def test_reads_every_construct(body: str, expected_lifelines: str, expected: str) -> None:
    diagram = read_sequence("sequenceDiagram\n" + body)
    assert lifelines(diagram) == expected_lifelines
    assert outline(diagram.statements) == expected
