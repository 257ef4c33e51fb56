"""Memorials and what stands in them."""

from typing import Any

from django.urls import path

from memorials.api.resources import (
    albums,
    files,
    gallery,
    media,
    memorials,
    memories,
    own_items,
    portraits,
    story,
    uploads,
)

one = "memorials/<slug:code>/"
routes: list[Any] = [
    path("memorials/", memorials.Memorials.as_view()),
    path(one, memorials.OneMemorial.as_view()),
    path(f"{one}publish/", memorials.Publish.as_view()),
    path(f"{one}restore/", memorials.Restore.as_view()),
    path("account/memories/", own_items.OwnMemories.as_view()),
    path("account/memories/<slug:memory>/", own_items.OwnMemory.as_view()),
    path("account/media/", own_items.OwnMediaList.as_view()),
    path("account/media/<slug:media>/", own_items.OwnMedia.as_view()),
    path("account/deleted/", memorials.DeletedMemorials.as_view()),
    path(f"{one}portrait/", portraits.Portrait.as_view()),
    path(f"{one}qr.svg", portraits.QrSvg.as_view()),
    path(f"{one}qr.png", portraits.QrPng.as_view()),
    path(f"{one}chapters/", story.Chapters.as_view()),
    path(f"{one}chapters/<slug:chapter>/", story.OneChapter.as_view()),
    path(f"{one}chapters/<slug:chapter>/move/", story.MoveChapter.as_view()),
    path(f"{one}events/", story.LifeEvents.as_view()),
    path(f"{one}events/<slug:event>/", story.OneLifeEvent.as_view()),
    path(f"{one}timeline/", story.Timeline.as_view()),
    path(f"{one}memories/", memories.Memories.as_view()),
    path(f"{one}memories/<slug:memory>/", memories.OneMemory.as_view()),
    path(f"{one}media/", media.AllMedia.as_view()),
    path(f"{one}media/<slug:media>/", media.OneMedia.as_view()),
    path(f"{one}albums/", albums.Albums.as_view()),
    path(f"{one}albums/<slug:album>/", albums.OneAlbum.as_view()),
    path(f"{one}gallery/", gallery.Gallery.as_view()),
    path(f"{one}gallery/<slug:period>/", gallery.OnePeriod.as_view()),
    path(f"{one}uploads/", uploads.Uploads.as_view()),
    path("uploads/<slug:upload>/", uploads.OneUpload.as_view()),
    path("files/<slug:kind>/<slug:code>/<slug:name>", files.Files.as_view()),
]
