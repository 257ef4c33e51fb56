from django.urls import path

from chat.views import asking, family

app_name = "chat"
ARCHIVE = "m/<slug:code>/archive/"
ONE = f"{ARCHIVE}<slug:conversation>/"
TURN = f"{ONE}<slug:turn>/"
FAMILY = "m/<slug:code>/questions/"

urlpatterns = [
    path(ARCHIVE, asking.page, name="page"),
    path(ONE, asking.conversation, name="conversation"),
    path(f"{ONE}erase/", asking.erase_conversation, name="erase"),
    path(f"{TURN}joined/", asking.joined, name="joined"),
    path(f"{TURN}family/", family.ask, name="ask_family"),
    path(f"{TURN}wrong/", family.wrong, name="wrong"),
    path(f"{TURN}<int:number>/", asking.told_here, name="told_here"),
    path(FAMILY, family.questions, name="questions"),
    path(f"{FAMILY}sources/", family.sources, name="sources"),
    path(f"{FAMILY}<slug:question>/answer/", family.answer, name="answer"),
    path(f"{FAMILY}<slug:question>/close/", family.close_question, name="close_question"),
    path(f"{FAMILY}wrong/<slug:wrong>/close/", family.close_wrong, name="close_wrong"),
]
