"""The places of files: in the repository, in its folder of data, and in one beside it that may be there."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
DATA_DIR = ROOT / "data"  # what commands render and prepare; git ignores it
SOUNDFONTS_DIR = DATA_DIR / "soundfonts"  # what training.datasets fetch soundfonts brings
REAL_CHORDS = ROOT.parent / "shared" / "real-chords" / "manifest.csv"
TESTSET = DATA_DIR / "testset" / "manifest.csv"  # what training.testset writes
LEAD_SHEETS = ROOT.parent / "shared" / "progressions" / "leadsheets.csv"
POP_SONGS = ROOT.parent / "shared" / "pop909-dev"
SHARED_NOTES, SHARED_BAND = ROOT.parent / "shared" / "notes", ROOT.parent / "shared" / "band"
NOTES_DIRS = (DATA_DIR / "notes", DATA_DIR / "band", SHARED_NOTES, SHARED_BAND)


def find_notes() -> tuple[Path, ...]:
    """The folders of recordings that are there: notes, and what a band has besides."""
    return tuple(folder for folder in NOTES_DIRS if (folder / "notes.csv").exists())
