"""The layers of a project's budget: accounts, baseline, reserves, funding limit (domain/money.md 1)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Funds:
    """The layers of a project's budget (domain/money.md 1).

    `distributed` is what the accounts have, reserves drawn included; `contingency` and `management` what is left of
    the reserves. Drawing on a reserve moves money between the layers and leaves `project` as it is.
    """

    distributed: Decimal
    undistributed: Decimal
    contingency: Decimal
    management: Decimal
    contingency_in_baseline: bool
    limit: Decimal | None

    @property
    def at_completion(self) -> Decimal:
        """Budget at completion, BAC: all accounts and what none of them has yet."""
        return self.distributed + self.undistributed

    @property
    def baseline(self) -> Decimal:
        """Performance measurement baseline, PMB: BAC, and the contingency where the project decided so."""
        return self.at_completion + (self.contingency if self.contingency_in_baseline else _NOTHING)

    @property
    def project(self) -> Decimal:
        """The project's budget: baseline, contingency and management reserve, each once."""
        return self.at_completion + self.contingency + self.management

    @property
    def headroom(self) -> Decimal | None:
        """What the funding limit leaves above the project's budget; negative is unfunded, None without a limit."""
        return None if self.limit is None else self.limit - self.project
