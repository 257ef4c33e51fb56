from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = _("Archive")

    def ready(self) -> None:
        from chat import my_data, slots
        from chat.services import reading
        from memorials.events import Event, listen
        from memorials.services.my_data import add_section
        from memorials.slots import Slot, fill

        listen(Event.TEXTS_TO_STAND, reading.read_ahead)
        listen(Event.TEXT_STANDS, reading.keep_reading)
        listen(Event.TEXT_WITHDRAWN, reading.forget)
        add_section("conversations", my_data.asked_by)
        fill(Slot.ARCHIVE, slots.door)
