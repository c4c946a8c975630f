"""The day so many months before or after another."""

from datetime import date, timedelta


def shift_months(day: date, months: int) -> date:
    """Count so many months on, or back where they are negative; where that month is shorter, to its last day."""
    month = day.year * 12 + day.month - 1 + months
    first_on = date(month // 12, month % 12 + 1, 1)
    next_month_on = (first_on + timedelta(days=31)).replace(day=1)
    return min(first_on + timedelta(days=day.day - 1), next_month_on - timedelta(days=1))
