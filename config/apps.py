from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Carries the commands that look at the whole site, such as `doctor`."""

    name = "config"
    verbose_name = "Rodnik"

    def ready(self) -> None:
        from config import checks

        checks.add()
