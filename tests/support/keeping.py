"""Backups of a program that are killed while they are made or restored, and what must hold all the same."""

from pathlib import Path

from tests.support.small_program import lbn
from tests.support.twins import ledger


class Keeping:
    """A program's backups of one round: those that were killed halfway leave nothing that others would take for one."""

    def __init__(self, program: Path, folder: Path) -> None:
        """Begin in a folder of one's own."""
        folder.mkdir()
        self._program = program
        self._folder = folder
        self._made = 0

    def back_up(self) -> tuple[str | Path, ...]:
        """Call for another backup."""
        self._made += 1
        return ("backup", self._folder / f"{self._made}.backup", "--program", self._program)

    def restore(self) -> tuple[str | Path, ...]:
        """Call for the restoring of a backup, if there is one yet; all of them into one folder."""
        made = sorted(self._folder.glob("*.backup"))
        return ("restore", made[-1], self._folder / "restored") if made else self.back_up()

    def assert_kept(self) -> None:
        """Check that each backup that has its name is whole, that one can be made and restored, and no draft left."""
        last = self.back_up()
        made = lbn(*last[:2], program=self._program)
        assert (made.code, made.words) == (0, "")
        for file in self._folder.glob("*.backup"):
            restored = lbn("restore", file, self._folder / f"{file.stem}-again")
            assert restored.code == 0, restored.words
        whole, halfway = self._folder / f"{self._made}-again", self._folder / "restored"
        assert ledger(whole) == ledger(self._program)
        if not (halfway / "lbn.toml").exists():
            assert lbn("restore", last[1], halfway).code == 0
        assert list_names(halfway) == list_names(whole)
        assert not list(self._folder.glob(".*")), "a draft holds the key"


def list_names(folder: Path) -> list[str]:
    """List the names in a folder, but for locks and for what a killed command left."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(("lbn.db-", ".")))
