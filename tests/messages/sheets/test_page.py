"""What sheets are made of: plain words that neither break a line nor turn it round."""

from tasks.messages.sheets.page import Note, Page, build_sheets


def test_words_cannot_disturb_the_page():
    made = build_sheets("A\nname", "Agency\u202e", "Nov 26", [Page("T\n", "L", (Note("x" * 30),))])
    assert (made["name"], made["agency"]) == ("A name", "Agency\ufffd · Leave-Behind Naloxone Program")
    assert made["pages"] == [
        {"title": "T ", "lead": "L", "blocks": [{"kind": "Note", "words": "\u200b".join(["x" * 10] * 3)}]}
    ]
