from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from memorials.models import User
from memorials.services.accounts import reset_second_factor

KINDS = {
    Authenticator.Type.TOTP: "apps with codes",
    Authenticator.Type.WEBAUTHN: "passkeys",
    Authenticator.Type.RECOVERY_CODES: "sets of spare codes",
}


class Command(BaseCommand):
    help = "Take the second step away from an account whose owner lost telephone and spare codes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"There is no account with the address {options['email']}.")
        kinds, ended = reset_second_factor(user=user)
        if not kinds:
            self.stdout.write(f"{user.email} had no second step.")
        for kind, words in KINDS.items():
            if kinds[kind]:
                self.stdout.write(f"Removed: {words}, {kinds[kind]}.")
        self.stdout.write(f"Ended: sessions, {ended}. The password is as it was.")
        if user.is_staff:
            self.stdout.write("At the next visit to the administration a new second step is set up.")
