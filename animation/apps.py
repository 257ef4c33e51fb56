from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnimationConfig(AppConfig):
    name = "animation"
    verbose_name = _("Living photographs")

    def ready(self) -> None:
        from animation import finders, my_data, services, slots
        from memorials.events import Event, listen
        from memorials.files import serve_kind
        from memorials.services.my_data import add_section
        from memorials.services.orphans import own_folder
        from memorials.slots import Slot, fill

        listen(Event.PHOTO_REMOVED, services.remove_with_photo)
        listen(Event.CONSENT_WITHDRAWN, services.stop_without_consent)
        listen(Event.CONSENT_SUSPENDED, services.stop_while_objected)
        listen(Event.DEMO_LOADED, services.animate_demo)
        add_section("living_photographs", my_data.asked_by)
        own_folder("living", services.stored_files)
        serve_kind("living", finders.find_clip)
        fill(Slot.PORTRAIT, slots.beside_portrait)
        fill(Slot.GALLERY, slots.in_gallery)
        fill(Slot.PHOTO, slots.under_photo)
