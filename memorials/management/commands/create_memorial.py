import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from memorials.models import Visibility
from memorials.services.accounts import user_for
from memorials.services.memorials import create_open_memorial


class Command(BaseCommand):
    help = "Make a published memorial, with chat and animation switched on and the keeper's consent recorded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--keeper", required=True, metavar="EMAIL")
        parser.add_argument("--visibility", choices=Visibility.values, default=Visibility.PRIVATE)
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="ru")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["keeper"])
        except ValidationError:
            raise CommandError(f"{options['keeper']!r} is not an e-mail address.") from None
        if not options["name"].strip() or len(options["name"]) > 200:
            raise CommandError("The name must have between 1 and 200 characters.")
        memorial = create_open_memorial(
            keeper=user_for(options["keeper"]),
            name=options["name"].strip(),
            visibility=options["visibility"],
            language=options["language"],
        )
        url = settings.SITE_URL + memorial.get_absolute_url()
        answer = {"code": memorial.code, "url": url}
        self.stdout.write(json.dumps(answer, ensure_ascii=False) if options["json"] else url)
