import json

import pytest

from logonet.unseen_brands import is_unseen, unseen_brands


@pytest.fixture
def brands(tmp_path):
    truth = tmp_path / "ground_truth.json"
    truth.write_text(json.dumps([{"brands": ["Cocacola", "Acme"]}]))
    return unseen_brands(truth)


@pytest.mark.parametrize("title", ["Coca-Cola", "Google Maps", "Red Bull", "HP", "McDonald's", "Acme", "Team Acme"])
def test_measured_brands_and_their_services_are_left_out(title, brands):
    assert is_unseen(title, brands)


@pytest.mark.parametrize("title", ["PHP", "Affordable", "Minitab", "Pineapple"])
def test_names_that_only_contain_one_are_kept(title, brands):
    assert not is_unseen(title, brands)
