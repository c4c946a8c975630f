"""What the ledger keeps of a row of a tab: what it says where it counts, and else that it is held."""

from schemas.distribution import Distribution
from schemas.finding import HeldRow
from schemas.inventory import Count, Movement, Training

Fact = Distribution | Movement | Count | Training
"""A row that counts."""

Stored = Fact | HeldRow
