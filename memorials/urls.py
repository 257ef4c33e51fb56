from django.urls import path

from memorials.views import (
    files,
    keeping,
    letters,
    memorials,
    memories,
    photos,
    search,
    story,
)

app_name = "memorials"
urlpatterns = [
    path("mine/", memorials.mine, name="mine"),
    path("search/", search.people, name="search"),
    path("new/", memorials.create, name="create"),
    path("m/<slug:code>/", memorials.page, name="page"),
    path("m/<slug:code>/edit/", memorials.edit, name="edit"),
    path("m/<slug:code>/settings/", keeping.switches, name="switches"),
    path("m/<slug:code>/publish/", keeping.publish, name="publish"),
    path("m/<slug:code>/delete/", keeping.delete, name="delete"),
    path("m/<slug:code>/restore/", keeping.restore, name="restore"),
    path("m/<slug:code>/chapters/new/", story.new_chapter, name="new_chapter"),
    path("m/<slug:code>/chapters/<slug:chapter>/edit/", story.edit_chapter, name="edit_chapter"),
    path("m/<slug:code>/chapters/<slug:chapter>/move/", story.shift_chapter, name="move_chapter"),
    path("m/<slug:code>/chapters/<slug:chapter>/remove/", story.remove_chapter, name="remove_chapter"),
    path("m/<slug:code>/events/new/", story.new_event, name="new_event"),
    path("m/<slug:code>/events/<slug:event>/edit/", story.edit_event, name="edit_event"),
    path("m/<slug:code>/events/<slug:event>/remove/", story.remove_event, name="remove_event"),
    path("m/<slug:code>/memories/", search.memories, name="search_memories"),
    path("m/<slug:code>/memories/new/", memories.add, name="add_memory"),
    path("m/<slug:code>/memories/<slug:memory>/edit/", memories.edit, name="edit_memory"),
    path("m/<slug:code>/photographs/new/", photos.add, name="add_photo"),
    path("m/<slug:code>/photographs/<slug:photo>/", photos.page, name="photo"),
    path("m/<slug:code>/photographs/<slug:photo>/edit/", photos.edit, name="edit_photo"),
    path("m/<slug:code>/photographs/<slug:photo>/portrait/", photos.make_cover, name="make_cover"),
    path("m/<slug:code>/photographs/<slug:photo>/remove/", photos.remove, name="remove_photo"),
    path("letters/", letters.choose, name="letters"),
    path("letters/stop/<str:signed>/", letters.stop, name="stop_letters"),
    path("files/<slug:kind>/<slug:code>/<slug:name>", files.file, name="file"),
]
