import numpy as np
import torch

from logonet.candidates import candidates, iou, recall
from logonet.regions_loss import overlap, region_loss, targets


def test_iou_of_boxes_that_share_a_third():
    assert np.isclose(iou(np.array([[0, 0, 2, 2.0]]), np.array([[1, 0, 3, 2.0]]))[0, 0], 1 / 3)


def test_targets_drawn_as_maps_are_found_again():
    boxes = np.array([[20, 30, 90, 70], [200, 180, 216, 200]], np.float32)
    wanted = targets([torch.from_numpy(boxes)], 32, 32)
    found = candidates(wanted.positive[0].float().numpy(), wanted.distances[0].numpy(), 2)
    assert recall([found], [boxes], 2, 0.99) == 1


def test_the_loss_falls_when_boxes_and_scores_come_right():
    wanted = targets([torch.tensor([[20.0, 30, 90, 70]])], 16, 16)
    right = torch.where(wanted.positive[:, None], 8.0, -8.0)
    good = region_loss(right, wanted.distances, wanted)
    assert good < 0.05
    assert region_loss(-right, wanted.distances, wanted) > good + 1
    assert region_loss(right, wanted.distances * 2, wanted) > good + 0.5


def test_giou_of_distances_equals_that_of_boxes():
    a, b = torch.tensor([[1.0, 1, 1, 1]]), torch.tensor([[0.5, 1, 2, 1]])
    iou_found, giou = overlap(a, b)
    # One box is 2 x 2, the other 2.5 x 2, sharing 1.5 x 2; the hull is 3 x 2.
    assert torch.allclose(iou_found, torch.tensor(3 / 6)) and torch.allclose(giou, torch.tensor(3 / 6))
