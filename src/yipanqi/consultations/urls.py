"""Addresses of the room."""

from django.urls import path

from yipanqi.consultations.views import deciding, meeting, papers, sessions, units

app_name = "consultations"
urlpatterns = [
    path("", sessions.session_list, name="list"),
    path("at-hand/", sessions.at_hand, name="at_hand"),
    path("new/", sessions.new, name="new"),
    path("mine/", units.mine, name="mine"),
    path("<int:session_id>/", sessions.session, name="session"),
    path("<int:session_id>/find/", sessions.find, name="find"),
    path("<int:session_id>/ask/", sessions.ask, name="ask_opinions"),
    path("<int:session_id>/back/", sessions.back, name="prepare_again"),
    path("<int:session_id>/begin/", sessions.begin, name="begin"),
    path("<int:session_id>/meeting/", meeting.meeting, name="meeting"),
    path("<int:session_id>/minutes.docx", papers.minutes, {"ending": "docx"}, name="minutes_docx"),
    path("<int:session_id>/minutes.pdf", papers.minutes, {"ending": "pdf"}, name="minutes_pdf"),
    path("<int:session_id>/decide/", deciding.decide_session, name="decide"),
    path("<int:session_id>/later/", deciding.later, name="later"),
    path("<int:session_id>/plans/<int:plan_id>/later/", deciding.later_plan, name="later_plan"),
    path("conflicts/<int:conflict_id>/opinion/", units.opinion, name="opinion"),
    path("conflicts/<int:conflict_id>/settle/", deciding.settle, name="settle"),
    path("conflicts/<int:conflict_id>/put-off/", deciding.put_off, name="put_off"),
]
