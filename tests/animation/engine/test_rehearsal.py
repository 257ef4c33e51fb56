from animation.engine import rehearsal
from animation.engine.faces import follow
from animation.engine.gesture import Moment
from animation.engine.render import Renderer


def test_after_a_rehearsal_a_full_turn_looks_like_one(scene, models):
    renderer, face = Renderer(scene), scene.faces[0]
    asked = rehearsal.TRIAL * rehearsal.turns_for_a_degree(renderer, models)[0]
    left, right = (follow(renderer.frame([Moment(yaw=yaw)]), face, models) for yaw in (-asked, asked))
    assert 0.85 < (right.pose.yaw - left.pose.yaw) / (2 * rehearsal.TRIAL) < 1.15


def test_a_lost_or_a_stubborn_face_is_corrected_within_reason(scene, monkeypatch, models):
    renderer = Renderer(scene)
    monkeypatch.setattr(rehearsal, "follow", lambda *_: None)
    assert rehearsal.turns_for_a_degree(renderer, models) == [1.0]
    monkeypatch.setattr(rehearsal, "follow", lambda frame, face, models: face)
    assert rehearsal.turns_for_a_degree(renderer, models) == [rehearsal.MOST]
