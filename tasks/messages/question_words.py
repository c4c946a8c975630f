"""What to do about an optional question that the form's tab lacks, in the same words in digest and desk."""


def describe_question_missing(title: str) -> str:
    """Say that the question is to be asked, or that it is not asked on purpose."""
    return f"The form has no column “{title}”: ask for it, or name its field under source.not_asked in lbn.toml."
