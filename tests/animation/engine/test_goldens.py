"""Landmarks as MediaPipe itself drew them (goldens/record.py says how they were recorded)."""

import json

import numpy as np
import pytest

from animation.engine import search
from animation.engine.landmarks import SKIN_POINTS
from tests.animation.engine.goldens.views import RECORDED, views

MOST = 0.005  # of the face's width, for each single point
VIEWS, DRAWN = views(), json.loads(RECORDED.read_text())["views"]


def test_every_view_was_recorded():
    assert set(VIEWS) == set(DRAWN)


@pytest.mark.parametrize("view", VIEWS)
def test_points_lie_where_mediapipe_draws_them(models, view):
    [face] = search.find_all(VIEWS[view], models)
    drawn = np.array(DRAWN[view]).reshape(-1, 2) / 100
    apart = np.linalg.norm(face.points[:, :2] - drawn, axis=1) / np.ptp(drawn[:SKIN_POINTS, 0])
    assert apart.max() < MOST
