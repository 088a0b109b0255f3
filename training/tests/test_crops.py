import numpy as np

from logonet.crops import GREY, crop


def test_a_square_box_keeps_its_surroundings_of_8_percent():
    picture = np.zeros((200, 200, 3), np.uint8)
    picture[50:150, 50:150] = 255
    cut = crop(picture, (50, 50, 150, 150), 116)
    assert cut.shape == (116, 116, 3)
    assert cut[4, 58, 0] == 0 and cut[12, 58, 0] == 255 and cut[104, 58, 0] == 255


def test_a_long_box_is_not_stretched():
    picture = np.zeros((200, 200, 3), np.uint8)
    picture[90:110, 50:150] = 255
    white = (crop(picture, (50, 90, 150, 110), 116)[:, :, 0] > 128).mean()
    assert abs(white - 20 * 100 / 116**2) < 0.01


def test_what_lies_outside_is_grey():
    assert (crop(np.zeros((20, 20, 3), np.uint8), (100, 100, 140, 140), 32) == GREY).all()
