"""What the embedding is trained by: views of one logo together, other logos and scenery away."""

from __future__ import annotations

import torch
from torch import Tensor, nn

SCALE = 20.0
MARGIN = 0.25
NOTHING = 0.25
"""Similarity that scenery must stay below: the class `no logo` has this one for every crop."""
TEMPERATURE = 0.1


class Proxies(nn.Module):
    """CosFace (Wang et al. 2018, eq. 4) over all identities, with `no logo` as one more class of constant similarity."""

    def __init__(self, start: Tensor) -> None:
        super().__init__()
        self.weight = nn.Parameter(nn.functional.normalize(start))

    def forward(self, vectors: Tensor, labels: Tensor) -> Tensor:
        """vectors: [n,d] of unit length; labels: [n], -1 where there is no logo."""
        similarity = vectors @ nn.functional.normalize(self.weight).T
        nothing = similarity.new_full((len(vectors), 1), NOTHING)
        logits = torch.cat([similarity, nothing], 1)
        target = torch.where(labels < 0, logits.shape[1] - 1, labels)
        rows = torch.arange(len(target), device=target.device)
        with_logo = labels >= 0
        margin = torch.zeros_like(logits)
        margin[rows[with_logo], target[with_logo]] = MARGIN
        return nn.functional.cross_entropy((logits - margin) * SCALE, target)


def supervised_contrast(vectors: Tensor, labels: Tensor) -> Tensor:
    """SupCon (Khosla et al. 2020, eq. 2, L_out) in a batch; crops without a logo are only ever negatives."""
    logits = vectors @ vectors.T / TEMPERATURE
    own = torch.eye(len(labels), dtype=torch.bool, device=labels.device)
    logits = logits.masked_fill(own, -1e4)
    same = (labels[:, None] == labels[None, :]) & ~own & (labels >= 0)[:, None]
    log_share = logits - logits.logsumexp(1, keepdim=True)
    pairs = same.sum(1)
    if not bool((pairs > 0).any()):
        return vectors.sum() * 0
    return -((log_share * same).sum(1)[pairs > 0] / pairs[pairs > 0]).mean()


def kept_structure(vectors: Tensor, teacher: Tensor) -> Tensor:
    """Mean square difference of cosines to the untrained network's: keeps what it knows of photographs.

    teacher: [n,1280] pooled features of the same crops, from which their mean was taken.
    """
    taught = nn.functional.normalize(teacher)
    return ((vectors @ vectors.T - taught @ taught.T) ** 2).mean()
