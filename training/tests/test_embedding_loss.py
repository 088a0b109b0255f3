import torch

from logonet.embedding_loss import NOTHING, SCALE, Proxies, kept_structure, supervised_contrast


def test_contrast_where_all_views_are_alike_is_one_in_how_many_others_there_are():
    vectors = torch.tensor([[1.0, 0]] * 5)
    # Each view has 4 others of the same similarity; the pairs of the first two count, the last three have no partner.
    assert torch.allclose(supervised_contrast(vectors, torch.tensor([0, 0, 1, 2, -1])), torch.tensor(4.0).log())


def test_contrast_falls_when_partners_come_together():
    apart = torch.nn.functional.normalize(torch.tensor([[1.0, 0.2], [0.2, 1], [-1, 0.1], [-0.1, -1]]))
    together = torch.nn.functional.normalize(torch.tensor([[1.0, 0.9], [0.9, 1], [-1, 0.1], [-0.1, -1]]))
    labels = torch.tensor([0, 0, 1, 2])
    assert supervised_contrast(together, labels) < supervised_contrast(apart, labels)


def test_scenery_costs_nothing_where_it_is_like_no_logo():
    proxies = Proxies(torch.eye(3)[:2])
    far, near = torch.tensor([[0.0, 0, 1]]), torch.tensor([[1.0, 0, 0]])
    nothing = torch.tensor([-1])
    assert proxies(far, nothing) < 0.02
    assert torch.allclose(proxies(near, nothing), torch.tensor(SCALE * (1 - NOTHING)), atol=0.1)


def test_a_logo_near_its_own_proxy_costs_less_than_near_another():
    proxies = Proxies(torch.eye(3)[:2])
    assert proxies(torch.tensor([[1.0, 0, 0]]), torch.tensor([0])) < proxies(torch.tensor([[0.0, 1, 0]]), torch.tensor([0]))


def test_structure_like_the_teachers_is_free():
    vectors = torch.nn.functional.normalize(torch.randn(5, 8, generator=torch.Generator().manual_seed(1)))
    assert kept_structure(vectors, vectors * 3) < 1e-9
