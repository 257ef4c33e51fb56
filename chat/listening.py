"""What the archive hears of texts. Reading is imported when something is heard: numpy and the stemmer come
with it, and beat and most workers never read; each would hold some megabytes for nothing."""

from collections.abc import Sequence

from chat.models import Text
from memorials.models import Memory


def before_texts_stand(*, texts: Sequence[Text]) -> None:
    from chat.services.reading import read_ahead

    read_ahead(texts=texts)


def when_a_text_stands(*, text: Text) -> None:
    from chat.services.reading import keep_reading

    keep_reading(text=text)


def when_a_text_is_withdrawn(*, text: Text) -> None:
    from chat.services.reading import forget

    forget(text=text)


def when_an_answer_stands(*, text: Text) -> None:
    from chat.services.family import tell_asker

    if isinstance(text, Memory):
        tell_asker(answer=text)


def when_an_answer_is_withdrawn(*, text: Text) -> None:
    from chat.services.family import keep_letter

    if isinstance(text, Memory):
        keep_letter(answer=text)
