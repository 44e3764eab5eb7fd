"""Addresses of the room."""

from django.urls import URLPattern, path

from yipanqi.assignments.views import items, letters

app_name = "assignments"
urlpatterns: list[URLPattern] = [
    path("", letters.own, name="own"),
    path("session/<int:session_id>/", letters.session, name="session"),
    path("session/<int:session_id>/draft/", letters.draft, name="draft"),
    path("session/<int:session_id>/issue/", letters.issue, name="issue"),
    path("session/<int:session_id>/letters.zip", letters.archive, name="archive"),
    path("session/<int:session_id>/difference/<int:decision_id>/", letters.draft_difference, name="draft_difference"),
    path("letters/<int:letter_id>/", letters.letter, name="letter"),
    path("letters/<int:letter_id>/letter.docx", letters.word, name="word"),
    path("letters/<int:letter_id>/letter.pdf", letters.print_, name="print"),
    path("letters/<int:letter_id>/sign/", letters.sign, name="sign"),
    path("items/<int:item_id>/", items.item, name="item"),
    path("items/<int:item_id>/report/", items.report, name="report_done"),
    path("items/<int:item_id>/extension/", items.extension, name="ask_extension"),
    *(
        path(f"items/<int:item_id>/{name}/", items.stepper(name), name=name)
        for name in (*items.STEPS, "keep", "withdraw")
    ),
    *(
        path(f"extensions/<int:extension_id>/{name}/", items.decider(name), name=name)
        for name in items.DECISIONS
    ),
]  # fmt: skip
