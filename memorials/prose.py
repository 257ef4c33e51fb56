"""The story's Markdown as HTML: paragraphs, emphasis, lists, quotations, links and small headings, no more.

Two walls stand between a text and the page: the parser takes no HTML, and what it makes is cleaned once
more by an allow-list. Pictures are left out: a photograph belongs to the gallery, where its door is.
"""

from functools import cache
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

#: The chapter's own title stands above: a heading in its text begins below it.
_HEADING = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}
_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "hr", "h3", "h4", "h5", "h6"}
_SCHEMES = {"http", "https", "mailto"}


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def to_html(markdown: str) -> SafeString:
    """Safe HTML. Links leave without telling where from, and vouch for nothing."""
    tokens = _parser().parse(markdown)
    for token in tokens:
        token.tag = _HEADING.get(token.tag, token.tag)
    made = _parser().renderer.render(tokens, _parser().options, {})
    clean = nh3.clean(
        made,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 (this is what the cleaning is for)


def to_text(markdown: str) -> str:
    """The words alone, without marks and not escaped: for descriptions and exports."""
    return " ".join(unescape(nh3.clean(_parser().render(markdown), tags=set())).split())
