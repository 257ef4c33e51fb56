from django.urls import path

from animation import views

app_name = "animation"
urlpatterns = [
    path("m/<slug:code>/media/<slug:photo>/living/", views.living, name="living"),
    path("m/<slug:code>/media/<slug:photo>/living/choose/", views.choose_take, name="choose"),
    path("m/<slug:code>/living/<slug:animation>/cancel/", views.cancel_job, name="cancel"),
    path("m/<slug:code>/living/<slug:animation>/retry/", views.retry_job, name="retry"),
    path("m/<slug:code>/living/<slug:animation>/remove/", views.remove_take, name="remove"),
]
