"""Addresses of the room."""

from django.urls import path

from yipanqi.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="list"),
    path("new/", views.new, name="new"),
    path("<int:report_id>/", views.review, name="review"),
    path("<int:report_id>/decide/", views.decide, name="decide"),
    path("<int:report_id>/sure/", views.sure, name="sure"),
    path("<int:report_id>/findings/<int:finding_id>/", views.finding, name="finding"),
    path("<int:report_id>/targets/", views.targets, name="targets"),
    path("<int:report_id>/breakdown.xlsx", views.breakdown, {"ending": "xlsx"}, name="breakdown_xlsx"),
    path("<int:report_id>/breakdown.docx", views.breakdown, {"ending": "docx"}, name="breakdown_docx"),
    path("<int:report_id>/compare/", views.compare, name="compare"),
]
