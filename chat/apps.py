from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = _("Archive")

    def ready(self) -> None:
        from chat import listening, my_data, slots
        from memorials.events import Event, listen
        from memorials.services.my_data import add_section
        from memorials.slots import Slot, fill

        listen(Event.TEXTS_TO_STAND, listening.before_texts_stand)
        listen(Event.TEXT_STANDS, listening.when_a_text_stands)
        listen(Event.TEXT_WITHDRAWN, listening.when_a_text_is_withdrawn)
        listen(Event.TEXT_STANDS, listening.when_an_answer_stands)
        listen(Event.TEXT_WITHDRAWN, listening.when_an_answer_is_withdrawn)
        add_section("conversations", my_data.asked_by)
        fill(Slot.ARCHIVE, slots.door)
