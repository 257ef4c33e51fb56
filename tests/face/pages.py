"""Which pages are looked at, and as whom. `{name}` stands for what `tests.face.family` has made."""

from dataclasses import dataclass
from typing import Any

MOST_BYTES = 200_000


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    who: str = ""  # "": a visitor whom nobody knows
    status: int = 200

    @property
    def most_bytes(self) -> int:
        """Before photographs. Staff have Django's own scripts, and a page of all styles at once."""
        return 250_000 if self.who == "moderator" else MOST_BYTES

    def where(self, settled: dict[str, Any]) -> str:
        """Its address on a site of which `settled` is told."""
        return self.path.format(**settled["places"])


def _of(who: str, status: int = 200, **paths: str) -> list[Page]:
    return [Page(name, path, who, status) for name, path in paths.items()]


EVERYBODY = _of(
    "",
    front="/", login="/accounts/login/", signup="/accounts/signup/", reset="/accounts/password/reset/",
    reset_sent="/accounts/password/reset/done/", search="/search/?q=ильина", search_nothing="/search/?q=щ",
    example="{example}",
    long="{long}", bare="{bare}", link="{link}", gallery="{long}gallery/", voices="{long}gallery/voices/",
    memories="{long}memories/?q=хлеб", memories_nothing="{long}memories/?q=ъ", tributes="{long}tributes/",
    word="{long}tributes/new/?kind=word", candle="{long}tributes/new/?kind=candle", report="{long}report/",
    qr="{long}qr/", consent="{long}consent/", objection="{long}objection/", archive="{long}archive/",
    portrait="{portrait}", land="{land}", tall="{tall}", voice="{voice}", paper="{paper}",
    invitation="{invitation}", docs="/api/docs/", offline="/offline/",
)  # fmt: skip
KEEPER = _of(
    "keeper",
    front_keeper="/", mine="/mine/", create="/new/", long_keeper="{long}", bare_keeper="{bare}",
    english="{english}", edit="{long}edit/", settings="{long}settings/", focus="{long}portrait/",
    delete="{long}delete/", new_chapter="{long}chapters/new/", new_event="{long}events/new/",
    new_memory="{long}memories/new/", new_media="{long}media/new/", arrange="{long}media/arrange/",
    words="{long}media/words/", albums="{long}albums/", edit_media="{portrait}edit/",
    remove_media="{portrait}remove/", queue="/queue/", queue_long="{long}queue/", history="{long}history/",
    access="{long}access/", as_guest="{long}guest/", question="{long}begin/dates/",
    access_english="{english}access/", new_invitation="{long}access/invitations/",
    new_link="{english}access/links/", works_group="{works_group}", works_land="{works_land}",
    works_tall="{works_tall}", works_portrait="{works_portrait}", works_limited="{works_limited}",
    works_two="{works_two}", works_four="{works_four}", works_ten="{works_ten}",
    works_nobody="{works_nobody}", works_looking="{works_looking}", works_stopped="{works_stopped}",
    works_broken="{works_broken}", works_takes="{works_takes}", works_gentle="{works_gentle}",
    questions="{long}questions/", sources="{long}questions/sources/",
    consent_keeper="{long}consent/", objected="{objected}consent/",
    give_consent="{bare}consent/animation/give/", withdraw_consent="{long}consent/animation/withdraw/",
    odd="{odd}", odd_queue="{odd}queue/", odd_access="{odd}access/", odd_gallery="{odd}gallery/",
    odd_tributes="{odd}tributes/", odd_candles="{odd}tributes/?kind=candle", odd_words="{odd}media/words/",
    odd_arrange="{odd}media/arrange/", odd_history="{odd}history/", works_odd="{works_odd}",
    odd_memories="{odd}memories/?q=дихлор", odd_memory="{odd}memories/new/", odd_albums="{odd}albums/",
    account="/accounts/", name="/accounts/name/", email="/accounts/email/", sessions="/accounts/sessions/",
    password="/accounts/password/change/", keys="/accounts/keys/", data="/accounts/data/",
    leave="/accounts/leave/", letters="/letters/", mfa="/accounts/2fa/", logout="/accounts/logout/",
)  # fmt: skip
OTHERS = [
    *_of("reader", conversation="{conversation}", leave_memorial="{long}leave/", added_nothing="/mine/added/",
         my_tributes="/mine/tributes/", mine_reader="/mine/"),
    *_of("contributor", added="/mine/added/", long_contributor="{long}",
         memory_contributor="{long}memories/new/"),
    *_of("stranger", mine_nothing="/mine/", queue_nothing="/queue/", ask="/ask/"),
    *_of("moderator", styleguide="/styleguide/", admin="/admin/",
         admin_queue="/admin/memorials/report/queue/", admin_memories="/admin/memorials/memory/",
         admin_memory="{admin_memory}", admin_past="{admin_memory}../history/",
         admin_decisions="/admin/memorials/decision/"),
    *_of("", status=404, missing="/m/nothinghere/", styleguide_missing="/styleguide/"),
    *_of("stranger", status=403, refused="/admin/login/"),
]  # fmt: skip
PAGES = [*EVERYBODY, *KEEPER, *OTHERS]
#: What CI looks at: one page of each kind of layout.
_KINDS = {
    "front",
    "login",
    "long",
    "bare",
    "candle",
    "missing",
    "long_keeper",
    "queue_long",
    "access",
    "works_group",
    "works_ten",
    "odd",
}
SAMPLE = [page for page in PAGES if page.name in _KINDS]
