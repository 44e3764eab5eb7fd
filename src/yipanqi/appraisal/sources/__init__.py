"""The registry of computed sources: a rule of a scheme names one of them, and nobody types a score."""

from django.utils.translation import gettext_lazy as _

from yipanqi.appraisal.scoring import Combine
from yipanqi.appraisal.sources import letters, plans, projects, targets
from yipanqi.appraisal.sources.facts import Fact, Source, Span, restored
from yipanqi.appraisal.sources.holding import Holding, load_holding

_ALL = (
    Source(
        "targets.indicators",
        _("Annual targets"),
        _("the latest reading ÷ the figure promised; before its date, ÷ the value expected by then"),
        Combine.MEAN,
        targets.gather_indicators,
    ),
    Source(
        "targets.milestones",
        _("Milestones by date"),
        _("done by the date that counts, with approved extension"),
        Combine.MEAN,
        targets.gather_milestones,
    ),
    Source(
        "targets.zero_ceilings",
        _("Ceilings of zero"),
        _("figures that must stay at zero, such as major accidents"),
        Combine.MEAN,
        targets.gather_zero_ceilings,
    ),
    Source(
        "projects.starts",
        _("Project starts"),
        _("projects started ÷ projects the year starts"),
        Combine.SUM,
        projects.gather_starts,
    ),
    Source(
        "projects.completions",
        _("Project completions"),
        _("projects completed ÷ projects the year completes"),
        Combine.SUM,
        projects.gather_completions,
    ),
    Source(
        "projects.investment",
        _("Project investment"),
        _("investment to date ÷ investment planned by then"),
        Combine.SUM,
        projects.gather_investment,
    ),
    Source(
        "projects.start_investment",
        _("Investment of new projects"),
        _("the same, of projects the year starts"),
        Combine.SUM,
        projects.gather_start_investment,
    ),
    Source(
        "projects.continued_investment",
        _("Investment of continued projects"),
        _("the same, of continued projects"),
        Combine.SUM,
        projects.gather_continued_investment,
    ),
    Source(
        "plans.nodes",
        _("Plan nodes on time"),
        _("activities finished by the agreed day, with approved extension"),
        Combine.MEAN,
        plans.gather_nodes,
    ),
    Source(
        "letters.items",
        _("Letter items on time"),
        _("items of the letter done by their date, with approved extension"),
        Combine.MEAN,
        letters.gather_items,
    ),
    Source(
        "letters.late",
        _("Letter items late"),
        _("each item late without an approved extension counts one against the unit"),
        Combine.SUM,
        letters.gather_late_items,
    ),
)
SOURCES: dict[str, Source] = {source.key: source for source in _ALL}

__all__ = ["SOURCES", "Fact", "Holding", "Source", "Span", "load_holding", "restored"]
