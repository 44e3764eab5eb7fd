"""Addresses of the room."""

from django.urls import URLPattern, path

from yipanqi.plans.views import editing, importing, linking, looking, moving

app_name = "plans"
urlpatterns: list[URLPattern] = [
    path("", looking.plan_list, name="list"),
    path("new/", editing.new, name="new"),
    path("import/", importing.new_from_file, name="import_new"),
    path("import/confirm/", importing.confirm_new, name="import_new_confirm"),
    path("import/errors/", importing.errors, name="import_errors"),
    path("<int:plan_id>/", looking.plan, name="plan"),
    path("<int:plan_id>/network.svg", looking.network_svg, name="network_svg"),
    path("<int:plan_id>/gantt.pdf", looking.bars_pdf, name="gantt_pdf"),
    path("<int:plan_id>/network.pdf", looking.network_pdf, name="network_pdf"),
    path("<int:plan_id>/versions/", looking.versions, name="versions"),
    path("<int:plan_id>/quality/", looking.quality, name="quality"),
    path("<int:plan_id>/edit/", editing.edit, name="edit"),
    path("<int:plan_id>/check/", editing.check, name="check"),
    path("<int:plan_id>/paste/", editing.paste, name="paste"),
    path("<int:plan_id>/template/", editing.from_template, name="template"),
    path("<int:plan_id>/activities/<str:key>/", editing.activity, name="activity"),
    path("<int:plan_id>/import/", importing.into_plan, name="import"),
    path("<int:plan_id>/import/confirm/", importing.confirm, name="import_confirm"),
    path("<int:plan_id>/submit/", moving.submit, name="submit"),
    path("<int:plan_id>/return/", moving.send_back, name="return"),
    path("<int:plan_id>/revise/", moving.revise, name="revise"),
    path("<int:plan_id>/links/new/", linking.propose, name="propose_link"),
    path("<int:plan_id>/links/<int:link_id>/accept/", linking.accept, name="accept_link"),
    path("<int:plan_id>/links/<int:link_id>/refuse/", linking.refuse, name="refuse_link"),
    path("<int:plan_id>/links/<int:link_id>/end/", linking.dissolve, name="dissolve_link"),
    path("<int:plan_id>/links/<int:link_id>/again/", linking.propose_again, name="propose_link_again"),
]
