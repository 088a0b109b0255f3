import numpy as np
import pytest

from logonet.camera import cylinder, hide, homography, place


@pytest.mark.parametrize("seed", range(20))
def test_the_box_of_a_placed_print_holds_all_its_ink(seed):
    rng = np.random.default_rng(seed)
    art = np.full((40, 70, 4), 255, np.uint8)
    seen = place(art, homography((40, 70), (100, 100), 80, rng), (200, 200), 0.0)
    left, top, right, bottom = (int(value) for value in seen.box)
    inside = np.zeros((200, 200), bool)
    inside[top:bottom, left:right] = True
    assert (seen.rgba[:, :, 3] > 60)[~inside].sum() == 0
    assert 50 < max(right - left, bottom - top) < 140


def test_a_print_on_a_can_keeps_its_middle_and_crowds_its_sides():
    art = np.zeros((40, 101, 4), np.uint8)
    art[:, 45:56] = art[:, :11] = 255
    row = cylinder(art, 0.8)[20, :, 3] > 128
    assert row[50] and row[40:61].sum() > row[:20].sum()


@pytest.mark.parametrize("seed", range(20))
def test_at_most_about_40_percent_of_a_logo_is_hidden(seed):
    rng = np.random.default_rng(seed)
    seen = place(np.full((50, 50, 4), 255, np.uint8), np.eye(3), (60, 60), 0.0)
    view = np.zeros((60, 60, 3), np.uint8)
    hide(view, seen, np.full((8, 8, 3), 255, np.uint8), rng)
    assert (view[:50, :50, 0] > 0).mean() <= 0.45
