"""Let each program's account on PostgreSQL see the rows of its own program only, as the owner of the database."""

from tasks.program_folder.settings import check_store_url
from tasks.store.separation import separate_accounts


def separate_programs(url: str) -> int:
    """Bring a database's tables up to date and separate the programs in it; return how many tables there are.

    Raises:
        UsageError: it isn't on PostgreSQL, or the address can't be one.
        OperationError: a program there has no id yet, or this account may not do that.
    """
    return separate_accounts(check_store_url(url))
