"""The picture that stands beside a link to a public memorial: portrait, name and years, and nothing else."""

from memorials.cards.card import Card, card_of
from memorials.cards.drawing import CardNotDrawn, draw

__all__ = ["Card", "CardNotDrawn", "card_of", "draw"]
