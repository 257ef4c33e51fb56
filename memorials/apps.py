from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MemorialsConfig(AppConfig):
    name = "memorials"
    verbose_name = _("Memorials")

    def ready(self) -> None:
        from memorials.files import serve_kind
        from memorials.finders import find_media

        serve_kind("media", find_media)
