from django.urls import path

from memorials.views import account, api_tokens

app_name = "account"
urlpatterns = [
    path("", account.overview, name="overview"),
    path("name/", account.name, name="name"),
    path("sessions/", account.sessions, name="sessions"),
    path("keys/", api_tokens.tokens, name="api_tokens"),
    path("keys/<slug:token>/revoke/", api_tokens.revoke, name="revoke_api_token"),
    path("data/", account.my_data, name="my_data"),
    path("leave/", account.leave, name="leave"),
]
