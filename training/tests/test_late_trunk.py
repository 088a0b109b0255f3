import pytest
import torch

from logonet.late_trunk import LAYOUT, LateTrunk
from logonet.trunk import STAGES, Lite0

START = 8


@pytest.fixture
def trunk():
    torch.manual_seed(1)
    net = Lite0().eval()
    for layer in net.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.running_mean.normal_(0, 0.3)
            layer.running_var.uniform_(0.5, 2)
            layer.bias.data.normal_(0, 0.5)
    return net


@pytest.fixture
def maps():
    return torch.randn(3, STAGES[4].channels_in, 6, 6)


@torch.no_grad()
def by_convolutions(trunk, maps):
    layout = trunk.blocks(maps, START, LAYOUT)
    return trunk.head(trunk.blocks(layout, LAYOUT, 16)).mean((2, 3)), layout


def test_it_gives_what_the_convolutions_give(trunk, maps):
    with torch.no_grad():
        pooled, layout = LateTrunk(trunk, START, 6)(maps)
    expected_pooled, expected_layout = by_convolutions(trunk, maps)
    torch.testing.assert_close(layout, expected_layout, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(pooled, expected_pooled, rtol=1e-4, atol=1e-4)


def test_what_it_learned_is_written_back(trunk, maps):
    late = LateTrunk(trunk, START, 6)
    with torch.no_grad():
        for parameter in late.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.02)
        pooled, layout = late(maps)
    late.write_back(trunk)
    got_pooled, got_layout = by_convolutions(trunk, maps)
    torch.testing.assert_close(got_layout, layout, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(got_pooled, pooled, rtol=1e-4, atol=1e-4)
