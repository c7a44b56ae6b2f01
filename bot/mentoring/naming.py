"""How what somebody may say of themselves is called: what they work through, where they come from, when they have time."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.mentoring.model.values import Background, Part, Path


def path_names(lang: Lang) -> dict[Path, str]:
    """What somebody works through."""
    _ = lang.gettext
    return {
        Path.FIRST_STEPS: _("first steps"),
        Path.COURSE: _("a course or a book"),
        Path.PROJECT: _("a project of my own"),
        Path.COMPETITION: _("a competition"),
        Path.PAPERS: _("papers"),
    }


def background_names(lang: Lang) -> dict[Background, str]:
    """Where somebody comes from."""
    _ = lang.gettext
    return {
        Background.STUDENT: _("studying"),
        Background.SOFTWARE: _("software"),
        Background.SCIENCE: _("science"),
        Background.HEALTH: _("health"),
        Background.DESIGN: _("design and arts"),
        Background.BUSINESS: _("business"),
        Background.TEACHING: _("teaching"),
        Background.ENGINEERING: _("engineering"),
        Background.OTHER: _("something else"),
    }


def part_names(lang: Lang) -> dict[Part, str]:
    """When somebody has time."""
    _ = lang.gettext
    return {
        Part.MORNING: _("mornings"),
        Part.NOON: _("around noon"),
        Part.EVENING: _("evenings"),
        Part.WEEKEND: _("weekends"),
    }
