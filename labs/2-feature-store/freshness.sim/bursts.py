"""The ten bursts: what ten stolen cards do on a day."""

from dataclasses import dataclass

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


@dataclass(frozen=True)
class Burst:
    """What one stolen card does: payments at equal distances, the first at `start`."""

    card: str
    start: int
    seconds: int
    payments: int

    def times(self):
        gaps = self.payments - 1
        return [self.start + self.seconds * number // gaps for number in range(self.payments)]


# Start (hour, minute, second) and length in seconds, from a script's haste to a patient thief.
BURSTS = [
    Burst(f"card {number}", hour * HOUR + minute * MINUTE + second, length, payments)
    for number, (hour, minute, second, length, payments) in enumerate(
        [
            (14, 20, 10, 40, 12),
            (3, 12, 40, 3 * MINUTE, 10),
            (11, 5, 15, 7 * MINUTE, 14),
            (20, 40, 30, 12 * MINUTE, 11),
            (9, 18, 20, 25 * MINUTE, 16),
            (15, 35, 5, 50 * MINUTE, 12),
            (1, 25, 50, 95 * MINUTE, 10),
            (12, 10, 0, 4 * HOUR, 15),
            (6, 45, 30, 15 * HOUR, 13),
            (16, 30, 20, 30 * HOUR, 14),
        ],
        1,
    )
]
