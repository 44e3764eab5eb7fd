"""Addresses of the room."""

from django.urls import URLPattern, path

from yipanqi.supervision.views import bulletins, instructing, matters, papers, reminding, verifying

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("", matters.matters, name="matters"),
    path("new/", matters.new, name="new"),
    path("instruct/", instructing.instruct, name="instruct"),
    path("<int:matter_id>/", matters.matter, name="matter"),
    path("<int:matter_id>/approve/", matters.mover("approve"), name="approve"),
    path("<int:matter_id>/drop/", matters.mover("drop"), name="drop"),
    path("<int:matter_id>/open/", matters.mover("open"), name="open"),
    path("<int:matter_id>/answer/", matters.feed_back, name="feed_back"),
    path("<int:matter_id>/send-back/", matters.mover("send_back"), name="send_back"),
    path("<int:matter_id>/accept/", matters.mover("accept"), name="accept"),
    path("<int:matter_id>/conclude/", matters.conclude, name="conclude"),
    path("<int:matter_id>/file/", matters.mover("file"), name="file"),
    path("verify/", verifying.queue, name="queue"),
    path("verify/<int:item_id>/", verifying.verify, name="verify"),
    path("reminders/", reminding.reminders, name="reminders"),
    path("reminders/sent/", reminding.sent, name="sent"),
    path("reminders/<int:reminder_id>/", reminding.reminder, name="reminder"),
    path("reminders/<int:reminder_id>/read/", reminding.read, name="read"),
    path("inbox/", reminding.inbox, name="inbox"),
    path("blockers/", reminding.blockers, name="blockers"),
    path("bulletins/", bulletins.bulletin_list, name="bulletins"),
    path("bulletins/new/", bulletins.new, name="new_bulletin"),
    path("bulletins/<int:bulletin_id>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:bulletin_id>.docx", papers.bulletin, {"ending": "docx"}, name="bulletin_docx"),
    path("bulletins/<int:bulletin_id>.pdf", papers.bulletin, {"ending": "pdf"}, name="bulletin_pdf"),
    path("report/<int:unit_id>.docx", papers.unit_report, {"ending": "docx"}, name="unit_report"),
    path("report/<int:unit_id>.pdf", papers.unit_report, {"ending": "pdf"}, name="unit_report_pdf"),
]
