from django.urls import path

from memorials.views import files, invitations, members, memorials, memories, photos, ways_in

app_name = "memorials"
urlpatterns = [
    path("mine/", memorials.mine, name="mine"),
    path("new/", memorials.create, name="create"),
    path("m/<slug:code>/", memorials.page, name="page"),
    path("m/<slug:code>/edit/", memorials.edit, name="edit"),
    path("m/<slug:code>/memories/new/", memories.add, name="add_memory"),
    path("m/<slug:code>/memories/<slug:memory>/edit/", memories.edit, name="edit_memory"),
    path("m/<slug:code>/photographs/new/", photos.add, name="add_photo"),
    path("m/<slug:code>/photographs/<slug:photo>/", photos.page, name="photo"),
    path("m/<slug:code>/photographs/<slug:photo>/edit/", photos.edit, name="edit_photo"),
    path("m/<slug:code>/photographs/<slug:photo>/portrait/", photos.make_cover, name="make_cover"),
    path("m/<slug:code>/photographs/<slug:photo>/remove/", photos.remove, name="remove_photo"),
    path("m/<slug:code>/access/", members.access, name="access"),
    path("m/<slug:code>/access/visibility/", members.change_visibility, name="change_visibility"),
    path("m/<slug:code>/access/requests/<slug:asked>/", members.answer, name="answer_request"),
    path("m/<slug:code>/access/members/<slug:member>/role/", members.set_role, name="set_role"),
    path("m/<slug:code>/access/members/<slug:member>/remove/", members.remove, name="remove_member"),
    path("m/<slug:code>/access/members/<slug:member>/hand-over/", members.hand_over, name="hand_over"),
    path("m/<slug:code>/access/invitations/", invitations.make_invitation, name="make_invitation"),
    path(
        "m/<slug:code>/access/invitations/<slug:invitation>/revoke/",
        invitations.take_back_invitation,
        name="revoke_invitation",
    ),
    path("m/<slug:code>/access/links/", invitations.make_link, name="make_link"),
    path("m/<slug:code>/access/links/<slug:link>/revoke/", invitations.take_back_link, name="revoke_link"),
    path("m/<slug:code>/leave/", members.leave, name="leave"),
    path("invitations/", ways_in.my_invitation, name="my_invitation"),
    path("invitations/<str:token>/", ways_in.invitation, name="invitation"),
    path("l/<str:token>/", ways_in.link, name="link"),
    path("ask/", ways_in.ask, name="ask"),
    path("files/<slug:kind>/<slug:code>/<slug:name>", files.file, name="file"),
]
