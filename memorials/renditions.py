"""One run of one preparation: from the claimed row to the copies that belong to the media."""

from pathlib import Path

from django.db import transaction

from memorials import decoding
from memorials.decoding import Prepared
from memorials.errors import FileRefused
from memorials.jobs.lease import Lease, watched
from memorials.jobs.products import keep_products
from memorials.jobs.run import fetch, run_job
from memorials.models import Media, Preparation, Rendition
from memorials.services.media import delete_files, facts


def run(preparation: Preparation) -> bool:
    """Prepare what was claimed. False when the row is not this run's any more or will be tried again.

    Raises what the decoder refused, or the last of several failures; the row then has failed for good.
    """

    def work(folder: Path, lease: Lease) -> bool:
        return _attach(preparation, _prepare(preparation.media, folder, lease))

    return bool(run_job(preparation, work, refusal=FileRefused, failure="not_prepared"))


def _prepare(media: Media, folder: Path, lease: Lease) -> Prepared:
    original, into = fetch(media.original, folder / "original"), folder / "made"
    into.mkdir()
    lease.report("preparing", 0.1)
    with watched(lease):
        return decoding.prepare(original, into, media.kind)


def _attach(preparation: Preparation, prepared: Prepared) -> bool:
    """Store the copies, then let the row own them."""
    token, media = preparation.token, preparation.media
    products, rows = {}, []
    for copy in prepared.copies:
        name = f"renditions/{token}-{copy.name}{copy.path.suffix}"
        products[name] = copy.path
        rows.append(Rendition(media=media, file=name, **facts(copy)))

    def own() -> bool:
        with transaction.atomic():
            finished = Preparation.objects.finish(preparation.pk, token)
            if finished:
                _replace(media, rows)
                Media.objects.filter(pk=media.pk).update(waveform=prepared.waveform)
        return finished

    return keep_products(products, own)


def _replace(media: Media, rows: list[Rendition]) -> None:
    """An earlier preparation may have left copies of the same names: their files go once these are there."""
    earlier = Rendition.objects.filter(media=media, name__in=[row.name for row in rows])
    files = list(earlier.values_list("file", flat=True))
    earlier.delete()
    Rendition.objects.bulk_create(rows)
    transaction.on_commit(lambda: delete_files(files), robust=True)
