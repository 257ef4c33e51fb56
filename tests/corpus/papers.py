"""PDF files, whole and not."""

from tests.corpus.odd import CANARY, Odd
from tests.photos import HTML

BODY = b"1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n"
END = b"%%EOF\n"


def pdf(body: bytes = BODY, end: bytes = END) -> bytes:
    return b"%PDF-1.7\n" + body + end


ACTION = f"1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS({CANARY.decode()})>>>>endobj\n".encode()
PAPERS: tuple[Odd, ...] = (
    Odd("pdf", pdf, "document", "letter.pdf"),
    Odd("pdf named as a photograph", pdf, "document", "photo.jpg"),
    Odd("pdf with a script", lambda: pdf(ACTION), "document", "letter.pdf"),
    Odd("locked pdf", lambda: pdf(b"trailer<</Encrypt 2 0 R>>\n"), "document", "letter.pdf"),
    Odd("pdf without its end", lambda: pdf(end=b""), "broken_paper", "letter.pdf"),
    Odd("pdf cut long before its end", lambda: pdf(BODY, END + bytes(5000)), "broken_paper", "letter.pdf"),
    Odd("pdf and html", lambda: pdf(HTML + BODY), "broken_paper", "letter.html"),
    Odd("pdf behind something else", lambda: b"\n" * 20 + pdf(), "unknown_kind", "letter.pdf"),
)
