"""How many working days the law gives an office for an approval: taken from the templates, which name the law."""

from yipanqi.plans.planning_templates import TEMPLATES

STATUTORY_DAYS: dict[str, int] = {
    row.line["approval"]: row.limit
    for template in TEMPLATES
    for row in template.rows
    if row.limit and row.line["approval"]
}
"""Shortest working days to plan for an approval, by its name."""
