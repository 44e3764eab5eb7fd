"""Addresses of the room."""

from django.urls import path

from yipanqi.appraisal import views

app_name = "appraisal"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("new/", views.new_round, name="new_round"),
    path("<int:round_id>/", views.round_, name="round"),
    path("<int:round_id>/compute/", views.compute, name="compute"),
    path("<int:round_id>/freeze/", views.freeze, name="freeze"),
    path("<int:round_id>/unfreeze/", views.unfreeze, name="unfreeze"),
    path("<int:round_id>/finish/", views.finish, name="finish"),
    path("<int:round_id>/check/", views.check, name="check"),
    path("<int:round_id>/commendations/", views.commendations, name="commendations"),
    path(
        "<int:round_id>/commendations.docx",
        views.commendations_file,
        {"ending": "docx"},
        name="commendations_docx",
    ),
    path(
        "<int:round_id>/commendations.pdf",
        views.commendations_file,
        {"ending": "pdf"},
        name="commendations_pdf",
    ),
    path("commendations/<int:commendation_id>/strike/", views.strike, name="strike"),
    path("sheets/<int:sheet_id>/", views.sheet, name="sheet"),
    path("sheets/<int:sheet_id>/object/<slug:rule>/", views.object_, name="object"),
    path("objections/", views.objections, name="objections"),
    path("objections/<int:objection_id>/uphold/", views.uphold, name="uphold"),
    path("objections/<int:objection_id>/reject/", views.reject, name="reject"),
    path("schemes/", views.schemes, name="schemes"),
    path("schemes/new/", views.new_scheme, name="new_scheme"),
    path("schemes/<int:scheme_id>/", views.scheme, name="scheme"),
    path("schemes/<int:before_id>/to/<int:scheme_id>/", views.difference, name="difference"),
]
