"""The places of files: in the repository, in its folder of data, and in one beside it that may be there."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
DATA_DIR = ROOT / "data"  # what commands render and prepare; git ignores it
REAL_CHORDS = ROOT.parent / "shared" / "real-chords" / "manifest.csv"
TESTSET = DATA_DIR / "testset" / "manifest.csv"  # what training.testset writes
NOTES_DIRS = (DATA_DIR / "notes", ROOT.parent / "shared" / "notes")


def find_notes() -> tuple[Path, ...]:
    """The folders of recorded notes that are there."""
    return tuple(folder for folder in NOTES_DIRS if folder.exists())
