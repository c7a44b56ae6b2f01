"""What the demo's learners wrote in the days before it opens: data only, which `seed` plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class Entry:
    """One answer to a standup: who, how many minutes after the prompt, and the text of each question.

    Without any text it is the smallest entry, "A little today". With a `topic`, its author asks for a hand with it.
    """

    who: str
    after: int
    did: str = ""
    next: str = ""
    stuck: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Reply:
    """Somebody replies, at this local time, to what another wrote in the newest thread with a post of theirs."""

    who: str
    at: time
    to: str
    text: str


@dataclass(frozen=True)
class Choice:
    """What somebody chose in /mine, at this local time: bundles with a reminder, and topics they may be asked about."""

    who: str
    at: time
    topics: tuple[str, ...] = ()
    bundle_at: str = ""
    """When the one bundle of a day comes; empty: everything waits in the inbox."""
    drafts: bool = False
    """They like to read drafts, and are asked."""
    shares: bool = False
    """They are told of shares about their topics."""


@dataclass(frozen=True)
class Made:
    """Somebody shares something they made, at this local time, and says whether the round-up may quote them."""

    who: str
    at: time
    kind: str
    """As the form's option stands for it."""
    title: str
    text: str
    link: str = ""
    topic: str = ""
    quoted: bool = False


@dataclass(frozen=True)
class Thanks:
    """Somebody says, at this local time, how the newest share of another helped them."""

    who: str
    at: time
    to: str
    text: str


@dataclass(frozen=True)
class Chat:
    """A message somebody typed in #general, at this local time."""

    who: str
    at: time
    text: str


@dataclass(frozen=True)
class Day:
    """One working day: the answers to its prompt and what was chatted."""

    date: date
    entries: tuple[Entry, ...]
    chats: tuple[Chat, ...]
    choices: tuple[Choice, ...] = ()
    replies: tuple[Reply, ...] = ()
    made: tuple[Made, ...] = ()
    thanks: tuple[Thanks, ...] = ()


WEDNESDAY = Day(
    date(2026, 1, 21),
    (
        Entry(
            "jonas",
            6,
            "Watched fast.ai lesson 1 and ran every cell. My bird classifier calls my grandmother's parrot a "
            "broccoli, which is fair.",
            "Swap the birds for photos of my own plants.",
        ),
        Entry(
            "tomas",
            24,
            "Signed up for Kaggle and submitted all zeros, just to see the whole way through once.",
            "Read the data with pandas and look at ten rows properly.",
        ),
        Entry(
            "mei",
            71,
            "Twenty minutes after work: opened lesson 2 and got the notebook running on a free GPU.",
            "",
            "Paths inside the notebook confuse me. Where do the images live?",
        ),
    ),
    (
        Chat(
            "robin", time(8, 31), "Morning all. I am setting up a small daily standup. A sentence is plenty."
        ),
        Chat("ingrid", time(8, 34), "Lovely. I will mostly read along, there is a newborn on my arm."),
    ),
)

THURSDAY = Day(
    date(2026, 1, 22),
    (
        Entry(
            "bashir",
            3,
            "Cropped 60 photos of my tomato leaves. A small dataset, but it is mine.",
            "Train on it for one epoch and look at the worst mistakes.",
        ),
        Entry(
            "jonas",
            40,
            "Collected 120 plant photos and trained on them.",
            "Look at what it gets wrong.",
            "My validation loss goes down, then up, then down again. Is that broken?",
        ),
        Entry("mei", 95),
    ),
    (
        Chat(
            "bashir",
            time(17, 12),
            "@Jonas my loss looked like that last month. The learning rate was too high.",
        ),
        Chat("jonas", time(17, 40), "Ten times smaller and it is a smooth line now. Thank you!"),
    ),
)

FRIDAY = Day(
    date(2026, 1, 23),
    (
        Entry(
            "mei",
            12,
            "Lesson 2 works end to end. My tiny app tells ripe from unripe bananas in the browser.",
            "Show it to my sister before I improve anything.",
        ),
        Entry(
            "tomas",
            33,
            "First real Kaggle baseline: a decision tree with three columns. It beats all zeros!",
            "Split the validation set by date, as the forum suggests.",
        ),
        Entry(
            "ifeoma",
            58,
            "Read the first two pages of the ResNet paper and drew the skip connection by hand.",
            "Find it in the PyTorch source.",
            "Why does adding the input back help at all?",
        ),
    ),
    (Chat("ifeoma", time(8, 47), "First day here. Hello from Lagos!"),),
    made=(
        Made(
            "jonas",
            time(17, 5),
            "writing",
            "The parrot is a broccoli",
            "What twenty wrong answers taught me about my photos. Most of it was the light.",
            "https://jonas.example/the-parrot-is-a-broccoli",
            "computer vision",
            quoted=True,
        ),
    ),
)

MONDAY = Day(
    date(2026, 1, 26),
    (
        Entry(
            "bashir",
            9,
            "Looked at the twenty worst leaves over the weekend. Seven of them I had labelled wrongly.",
            "Fix the labels, train again, write two lines about it.",
        ),
        Entry(
            "ifeoma",
            21,
            "Found the skip connection in torchvision: it is one plus sign.",
            "Reproduce the small ResNet on Imagenette.",
        ),
        Entry("jonas", 47),
        Entry(
            "tomas",
            760,
            "Split by date. My score got worse, and I think for the first time it is honest.",
            "One new feature a day, nothing more.",
            "The free notebook stops after an hour. How do you keep a long training alive?",
            topic="tools and GPUs",
        ),
    ),
    (
        Chat(
            "mei", time(12, 20), "My sister tried the banana app on a lemon. Unripe banana, it is quite sure."
        ),
    ),
    choices=(
        Choice("mei", time(18, 30), ("tools and GPUs", "Python"), bundle_at="12:00"),
        Choice("bashir", time(19, 5), ("computer vision", "data and cleaning")),
        Choice("mei", time(19, 20), drafts=True, shares=True),
        Choice("bashir", time(19, 30), drafts=True),
    ),
    replies=(
        Reply("jonas", time(20, 10), "mei", "The banana app works on my phone. How did you put it online?"),
    ),
    made=(
        Made(
            "ifeoma",
            time(18, 10),
            "notebook",
            "One plus sign: the skip connection by hand",
            "Ten short cells, from two plain layers to a block of ResNet. Run it on a free GPU.",
            "https://notebooks.example/ifeoma/one-plus-sign.ipynb",
            "Python",
        ),
        Made(
            "bashir",
            time(20, 40),
            "project",
            "Tomato leaves: healthy or not?",
            "60 photos, one epoch, seven labels corrected by hand. It is right more often than I am.",
            "https://leaves.example/tomato",
            "computer vision",
            quoted=True,
        ),
    ),
    thanks=(
        Thanks(
            "mei", time(21, 15), "bashir", "I looked at my worst bananas the way you looked at your leaves."
        ),
    ),
)

DAYS = (WEDNESDAY, THURSDAY, FRIDAY, MONDAY)
"""The working days before the demo, oldest first. On the first one the organiser sets the standup up."""

TODAY = date(2026, 1, 27)
"""The demo opens on this Tuesday morning, shortly before the prompt."""

LISTS: Mapping[date, tuple[str, ...]] = {
    date(2026, 1, 23): ("1710.09412", "1602.04938", "1604.06737"),
    date(2026, 1, 26): ("1801.06146", "1311.2901", "1505.04597"),
    date(2026, 1, 27): ("2106.09685", "2010.11929", "1412.6980"),
    date(2026, 1, 28): ("2103.00020", "1502.03167"),
    date(2026, 1, 29): ("2006.11239",),
    date(2026, 1, 30): ("1301.3781",),
    date(2026, 2, 2): ("1803.09820",),
}
"""What the demo's arXiv announces as new on which date, by id (see `papers.json`)."""
