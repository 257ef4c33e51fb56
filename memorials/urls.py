from django.urls import path

from memorials.views import files, memorials, memories, photos

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
    path("files/<slug:kind>/<slug:code>/<slug:name>", files.file, name="file"),
]
