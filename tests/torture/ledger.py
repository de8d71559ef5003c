"""What was said of one store: what each return is to hold, and what was acknowledged."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.torture.worker import ACKNOWLEDGED, Said


@dataclass
class Ledger:
    """By the hash of its file what each return is to hold (figures, sum of their values), and what was acknowledged.

    `seen` lists the marks of the last worker, by which one can tell where it was killed.
    """

    whole: dict[str, tuple[int, int]] = field(default_factory=dict)
    acknowledged: list[list[object]] = field(default_factory=list)
    seen: list[Said] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def hear(self, line: list[object]) -> None:
        """Take in one line of a worker."""
        said = Said(str(line[0]))
        self.seen.append(said)
        if said is Said.INTENT:
            self.whole[str(line[1])] = (int(str(line[2])), int(str(line[3])))
        elif said in ACKNOWLEDGED:
            self.acknowledged.append(line)
        elif said is Said.UNUSABLE:
            self.unusable.append(str(line[1]))
        elif said is Said.ERROR:
            self.errors.append(str(line[1]))
