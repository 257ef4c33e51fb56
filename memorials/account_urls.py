from django.urls import path

from memorials.views import account

app_name = "account"
urlpatterns = [
    path("", account.overview, name="overview"),
    path("name/", account.name, name="name"),
    path("sessions/", account.sessions, name="sessions"),
    path("data/", account.my_data, name="my_data"),
    path("leave/", account.leave, name="leave"),
]
