"""The random numbers of src/random.ts, so that what is drawn here is what is drawn there."""

import math


class Mulberry32:
    """src/random.ts."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((self.state ^ (self.state >> 15)) * (self.state | 1)) & 0xFFFFFFFF
        t ^= (t + ((t ^ (t >> 7)) * (t | 61))) & 0xFFFFFFFF
        return (t ^ (t >> 14)) / 4294967296

    def normal(self):
        return math.sqrt(-2 * math.log(1 - self.next())) * math.cos(2 * math.pi * self.next())
