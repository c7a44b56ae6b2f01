"""Topics in Discord: an organiser's list in /setup, and on which of them a member may be asked, in /mine."""

from __future__ import annotations

from bot.communities.model import Topic
from bot.core.text import inert
from bot.shell.directory import Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from bot.shell.topics import topic_name, topic_text
from cogs.communities.views import topics as views


class Topics(FeatureCog, name="topics"):
    """Handlers convert, call one use case, and show one card."""

    feature = "communities"

    async def cog_load(self) -> None:
        """Register routes and what this offers to /setup, /mine and the record of changes."""
        await super().cog_load()
        offers = self.bot.directory
        offers.setup["communities.topics"] = self._setup
        offers.mine["communities.helping"] = self._mine
        offers.audits["communities.topic_add"] = views.topic_added
        offers.audits["communities.topic_rename"] = views.topic_renamed
        offers.audits["communities.topic_remove"] = views.topic_removed

    @route("topics", organiser=True)
    async def topics(self, request: Request) -> None:
        """The list."""
        found = await self.app.communities.topics(request.guild_id)
        await request.update(views.topics_card(found, request.lang))

    @route("topic", organiser=True)
    async def topic(self, request: Request) -> None:
        """One was chosen."""
        found = await self.app.communities.topic(request.guild_id, int(request.chosen[0]))
        await request.update(views.topic_card(found, request.lang))

    @route("new_topic", organiser=True)
    async def new_topic(self, request: Request) -> None:
        """Open the form of a new one."""
        await self._form(request, None)

    @route("retitle", organiser=True)
    async def retitle(self, request: Request) -> None:
        """Open the form of its name; also again, after a refusal."""
        topic_id = request.route.number(0)
        found = await self.app.communities.topic(request.guild_id, topic_id) if topic_id else None
        await self._form(request, found)

    async def _form(self, request: Request, topic: Topic | None) -> None:
        await request.open(views.topic_form(topic, await request.public_language(), request.lang))

    @route("topic_named", reopen="retitle", organiser=True)
    async def topic_named(self, request: Request) -> None:
        """A name was typed."""
        _ = request.lang.gettext
        communities, name, topic_id = self.app.communities, request.text("name"), request.route.number(0)
        if topic_id:
            before = await communities.topic(request.guild_id, topic_id)
            # Sent as it was opened, a topic that came with the bot keeps its name in every language.
            if name.strip() == topic_name(before, await request.public_language()):
                found = await communities.topics(request.guild_id)
                done = _("It is still called {name}.").format(name=topic_text(before, request.lang))
            else:
                found = await communities.rename_topic(request.guild_id, request.user_id, topic_id, name)
                done = _("Saved: it is called {name} now.").format(name=inert(" ".join(name.split())))
        else:
            found = await communities.add_topic(request.guild_id, request.user_id, name)
            done = _("Added. Members can choose it from now on.")
        await request.update(views.topics_card(found, request.lang, done=done))

    @route("untopic", organiser=True)
    async def untopic(self, request: Request) -> None:
        """Remove one."""
        found = await self.app.communities.remove_topic(
            request.guild_id, request.user_id, request.route.number(0)
        )
        done = request.lang.gettext(
            "Removed. You can add it again; who offered to help with it then has to choose it anew."
        )
        await request.update(views.topics_card(found, request.lang, done=done))

    @route("helping")
    async def helping(self, request: Request) -> None:
        """On which topics I may be asked."""
        await self._card(request)

    @route("help_with")
    async def help_with(self, request: Request) -> None:
        """Topics were chosen."""
        await self._choose(request, request.lang.gettext("Saved. You can change it here whenever you like."))

    @route("no_help")
    async def no_help(self, request: Request) -> None:
        """Nobody may ask me."""
        await self._choose(request, request.lang.gettext("Saved. You are not asked any more."))

    async def _choose(self, request: Request, done: str) -> None:
        if not request.guild_id:
            await self._card(request)
            return
        chosen = [int(each) for each in request.chosen]
        await self.app.communities.help_with(request.guild_id, request.user_id, chosen)
        await self._card(request, done)

    @route("hear")
    async def hear(self, request: Request) -> None:
        """I hear from everybody again."""
        await self.app.attention.hear_everybody(request.user_id)
        await self._card(request, request.lang.gettext("You hear from everybody again."))

    async def _card(self, request: Request, done: str = "") -> None:
        silences = await self.app.attention.has_silences(request.user_id)
        if not request.guild_id:
            await request.update(views.helping_elsewhere(silences, request.lang, done=done))
            return
        found = await self.app.communities.helping(request.guild_id, request.user_id)
        await request.update(views.helping_card(found, silences, request.lang, done=done))

    async def _setup(self, request: Request) -> Section:
        return views.setup_section(request.lang)

    async def _mine(self, request: Request) -> Section:
        return views.mine_section(request.lang)
