"""Mentors and peers in Discord: /mentor, /ask, proposals, pairs, rounds, questions, AMAs, the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.mentoring.amas import AmasCog
from cogs.mentoring.answering import AnsweringCog
from cogs.mentoring.archive import ArchiveCog
from cogs.mentoring.asking import AskingCog
from cogs.mentoring.cog import MentoringCog
from cogs.mentoring.following import FollowingCog
from cogs.mentoring.jobs import jobs
from cogs.mentoring.needing import NeedingCog
from cogs.mentoring.organising import OrganisingCog
from cogs.mentoring.pairing import PairingCog
from cogs.mentoring.pooling import PoolingCog
from cogs.mentoring.proposing import ProposingCog
from cogs.mentoring.rounds import RoundsCog
from cogs.mentoring.talking import TalkingCog
from cogs.mentoring.thanking import ThankingCog
from cogs.mentoring.views import asking_refusals, helping_refusals, refusals, round_refusals

if TYPE_CHECKING:
    from bot.shell.client import Compound

COGS = (
    MentoringCog,
    PoolingCog,
    ProposingCog,
    PairingCog,
    FollowingCog,
    RoundsCog,
    AskingCog,
    AnsweringCog,
    ArchiveCog,
    TalkingCog,
    AmasCog,
    NeedingCog,
    ThankingCog,
    OrganisingCog,
)


async def setup(bot: Compound) -> None:
    """Load the feature."""
    for each in (refusals, asking_refusals, helping_refusals, round_refusals):
        bot.wordings.register(each.refusal, *each.ALL)
    for job in jobs(bot):
        bot.jobs.add(job)
    for cog in COGS:
        await bot.add_cog(cog(bot))
