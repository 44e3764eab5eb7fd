"""Addresses of the room."""

from django.urls import path

from yipanqi.org.views import imports, posts, units

app_name = "org"
urlpatterns = [
    path("", units.units, name="units"),
    path("new/", units.new_unit, name="new_unit"),
    path("import/", imports.choose, name="import"),
    path("import/apply/", imports.apply, name="apply_import"),
    path("import/mistakes/", imports.mistakes, name="import_mistakes"),
    path("stand-ins/", posts.delegations, name="delegations"),
    path("stand-ins/give/", posts.give_delegation, name="give_delegation"),
    path("stand-ins/<int:delegation_id>/withdraw/", posts.withdraw_delegation, name="withdraw_delegation"),
    path("posts/<int:post_id>/", posts.change_post, name="change_post"),
    path("posts/<int:post_id>/appoint/", posts.appoint, name="appoint"),
    path("appointments/<int:appointment_id>/end/", posts.end_appointment, name="end_appointment"),
    path("<int:unit_id>/", units.unit, name="unit"),
    path("<int:unit_id>/change/", units.change_unit, name="change_unit"),
    path("<int:unit_id>/succeed/", units.succeed, name="succeed_unit"),
    path("<int:unit_id>/posts/new/", posts.new_post, name="new_post"),
]
