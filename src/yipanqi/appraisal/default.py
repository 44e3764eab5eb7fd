"""A scheme to begin with, from published practice: 75 of 100 points for annual targets, small bounded ± points, a veto.

Every number is a proposal that a zone changes in the form; nothing of it is fixed in the code.
"""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yipanqi.appraisal.schemes import Terms
from yipanqi.appraisal.scoring import Grade, Rule

NAME: "str | Promise" = _("Annual appraisal")
REASON: "str | Promise" = _("First version, after published practice")
_BASIC: "tuple[tuple[str, str | Promise, str, int], ...]" = (
    ("targets", _("Annual targets"), "targets.indicators", 55),
    ("milestones", _("Milestones by date"), "targets.milestones", 20),
    ("starts", _("Project starts"), "projects.starts", 5),
    ("investment", _("Project investment"), "projects.investment", 5),
    ("nodes", _("Plan nodes on time"), "plans.nodes", 10),
    ("letters", _("Letter items on time"), "letters.items", 5),
)
_POINTS: "tuple[tuple[str, str | Promise, str, str], ...]" = (
    ("beyond", _("Investment beyond or below plan"), "projects.investment", "0.1"),
    ("late", _("Letter items late"), "letters.late", "0.1"),
)
_LIMIT = Decimal(3)


def default_rules() -> tuple[Rule, ...]:
    """The rules, named in the reader's language."""
    basic = [Rule(key, str(name), source, weight=Decimal(weight)) for key, name, source, weight in _BASIC]
    points = [
        Rule(key, str(name), source, step=Decimal(step), limit=_LIMIT) for key, name, source, step in _POINTS
    ]
    veto = Rule("accidents", str(_("Major accidents")), "targets.zero_ceilings", veto=True)
    return (*basic, *points, veto)


def default_terms() -> Terms:
    """Four grades, the first commended; 3 working days to object and 10 to decide."""
    return Terms(
        grades=(
            Grade(str(_("Excellent")), Decimal(90), commend=True),
            Grade(str(_("Good")), Decimal(80)),
            Grade(str(_("Qualified")), Decimal(60)),
            Grade(str(_("Not qualified")), Decimal(0)),
        )
    )
