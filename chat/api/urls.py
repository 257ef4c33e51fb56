"""The addresses of the archive under /api/v1/."""

from typing import Any

from django.urls import path

from chat.api import conversations, questions

MEMORIAL = "memorials/<slug:code>/"
ARCHIVE = f"{MEMORIAL}archive/"
ALL = f"{ARCHIVE}conversations/"
ONE = f"{ALL}<slug:conversation>/"
TURN = f"{ONE}turns/<slug:turn>/"
QUESTION = f"{MEMORIAL}questions/<slug:question>/"

routes: list[Any] = [
    path(ARCHIVE, conversations.ArchiveState.as_view()),
    path(f"{ARCHIVE}sources/", questions.Sources.as_view()),
    path(ALL, conversations.Conversations.as_view()),
    path(ONE, conversations.OneConversation.as_view()),
    path(f"{ONE}turns/", conversations.Turns.as_view()),
    path(TURN, conversations.OneTurn.as_view()),
    path(f"{TURN}family/", conversations.AskedFamily.as_view()),
    path(f"{TURN}wrong/", conversations.WrongTurn.as_view()),
    path(f"{MEMORIAL}questions/", questions.Questions.as_view()),
    path(f"{QUESTION}answer/", questions.AnsweredQuestion.as_view()),
    path(f"{QUESTION}close/", questions.ClosedQuestion.as_view()),
    path(f"{MEMORIAL}wrong-answers/", questions.WrongAnswers.as_view()),
    path(f"{MEMORIAL}wrong-answers/<slug:wrong>/close/", questions.ClosedWrongAnswer.as_view()),
]
