"""Owns what the views of people's own settings, of privacy, and of a server's language and audit are given."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.communities.model import AuditLine, Community
from bot.core.lang import get_lang
from bot.people.model import Person
from cogs.communities import views as setup
from cogs.communities.views import presence
from cogs.people import views as people
from cogs.people.views import privacy
from cogs.standups.views import audits
from tests.tree import nasty
from tests.tree.viewed import Views

LANG = get_lang("en-US")
persons = st.builds(
    Person,
    st.just(nasty.AUTHOR),
    st.one_of(st.none(), st.just("Pacific/Apia")),
    day_start=st.integers(0, 6),
)
servers = st.builds(
    Community,
    st.just(1),
    st.just("Asia/Kathmandu"),
    st.sampled_from(("", "de", "en-US", "xx")),
    st.booleans(),
)
detail = st.fixed_dictionaries({"name": nasty.names(60)})
actor = st.one_of(st.none(), st.just(nasty.AUTHOR))


def audit(*what: str) -> st.SearchStrategy[AuditLine]:
    """A line of the audit about one of these."""
    return st.builds(AuditLine, st.just(nasty.NOW), actor, st.sampled_from(what), detail)


VIEWS: Views = {
    people.settings_card: (st.builds(lambda person: [people.settings_section(person, None, LANG)], persons),),
    people.settings_section: (persons, st.one_of(st.none(), servers)),
    people.day_card: (persons,),
    people.day_chosen: (persons, st.integers(0, 6)),
    privacy.privacy_card: (st.sampled_from(({}, {"standups": ["Your standup posts."] * 4})),),
    privacy.terms_card: (),
    privacy.export_card: (st.binary(max_size=9),),
    privacy.erase_card: (st.sampled_from(([], ["people", "communities", "standups", "unheard_of"])),),
    privacy.erased_card: (st.lists(nasty.deliveries(), max_size=30),),
    setup.audit_line: (
        audit("standups.add", "standups.suspend", "from.a_newer_program"),
        st.just({"standups.add": audits.did}),
        st.just({"standups.suspend": audits.suspended}),
    ),
    presence.greeting: (),
    presence.language_section: (),
    presence.language_card: (servers, st.sampled_from(("", "de", "en-US", "xx"))),
    presence.language_changed: (servers,),
    presence.chose_language: (
        st.builds(
            AuditLine,
            st.just(nasty.NOW),
            actor,
            st.just("communities.language"),
            st.sampled_from(({}, {"name": "de"}, {"name": "Discord"}, {"name": "xx"})),
        ),
    ),
    audits.did: (audit(*audits.DONE),),
    audits.suspended: (audit("standups.suspend"),),
}
