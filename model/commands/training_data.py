"""The options of ``train`` that say what to learn from."""

import argparse
from pathlib import Path

from model import paths
from model.commands.console import say
from model.errors import DataError
from model.samples.sample import NewSample
from model.training.data import find_mnist
from model.training.messages import TrainingRequest
from model.training.own_files import is_npz, labels_beside
from model.training.source import DataKind, DataSource

FALLBACK = (
    "MNIST is not on this machine, so digits of the program's own generator are used instead; "
    "--download fetches MNIST."
)


def add_data_options(parser: argparse.ArgumentParser) -> None:
    """Add the options to the command's parser."""
    group = parser.add_argument_group("what to learn from (default: MNIST where it is found)")
    group.add_argument(
        "--data",
        metavar="PATH",
        type=Path,
        help="folder with MNIST's four IDX files or mnist.npz; or a file of your own: an npz with "
        "x and y, or an IDX file of images",
    )
    group.add_argument(
        "--labels",
        metavar="FILE",
        type=Path,
        help="IDX file of labels for --data (default: the one beside it)",
    )
    group.add_argument(
        "--generated", action="store_true", help="digits of the program's own generator"
    )
    group.add_argument(
        "--download", action="store_true", help="fetch MNIST where it is not on this machine"
    )
    group.add_argument(
        "--profile",
        metavar="NAME",
        help="mix in this writer's samples, as the program has kept them",
    )
    group.add_argument(
        "--samples",
        metavar="PATH",
        type=Path,
        help="mix in labelled digits from a folder of PNGs, or from an InkML, IDX or CSV file",
    )
    group.add_argument(
        "--only-samples", action="store_true", help="learn from these samples and nothing else"
    )


def request_of(options: argparse.Namespace) -> TrainingRequest:
    """Return what the options ask for; what stands in for a missing MNIST is said.

    Raises:
        InkdigitsError: If the options contradict each other, or samples cannot be read.
    """
    samples = _samples(options)
    kind, files = _kind(options, samples)
    return TrainingRequest(
        recipe=options.recipe,
        data=options.data if kind is DataKind.MNIST else None,
        out=options.out.absolute(),
        seed=options.seed,
        epochs=options.epochs,
        allow_download=options.download,
        source=DataSource(kind, files, samples),
    )


def _kind(
    options: argparse.Namespace, samples: tuple[NewSample, ...]
) -> tuple[DataKind, tuple[Path, ...]]:
    """Return where most of the digits come from, and the files that they lie in."""
    named = [
        name
        for name, value in (
            ("--data", options.data),
            ("--generated", options.generated),
            ("--only-samples", options.only_samples),
        )
        if value
    ]
    if len(named) > 1:
        raise DataError(f"{named[0]} and {named[1]} contradict each other.")
    if options.download and (options.generated or options.only_samples):
        raise DataError(f"--download fetches MNIST, which {named[0]} does not use.")
    if options.only_samples:
        if not samples:
            raise DataError("--only-samples needs --samples or --profile.")
        return DataKind.SAMPLES, ()
    if options.generated:
        return DataKind.GENERATED, ()
    if options.data is not None and options.data.is_file():
        return DataKind.FILES, _files(options.data, options.labels)
    if options.labels is not None:
        raise DataError("--labels needs --data with an IDX file of images.")
    may_stand_in = options.data is None and not options.download and options.recipe != "shipped"
    if may_stand_in and find_mnist() is None:
        say(FALLBACK)
        return DataKind.GENERATED, ()
    return DataKind.MNIST, ()


def _files(images: Path, labels: Path | None) -> tuple[Path, ...]:
    if is_npz(images):
        return (images,)
    labels = labels or labels_beside(images)
    if labels is None:
        raise DataError(f"The labels of {images} are not beside it; name them with --labels.")
    return images, labels


def _samples(options: argparse.Namespace) -> tuple[NewSample, ...]:
    """Return the samples that are named, the store's first."""
    found: list[NewSample] = []
    if options.profile is not None:
        found += _of_profile(options.profile)
    if options.samples is not None:
        from model.samples.exchange import load_samples

        found += load_samples(options.samples)
    return tuple(found)


def _of_profile(name: str) -> tuple[NewSample, ...]:
    """Return a writer's samples in the order of writing.

    Raises:
        DataError: If there are none.
    """
    from model.samples.store import SampleStore

    places = paths.user_paths()
    if not places.samples.exists():
        raise DataError("No samples have been kept on this machine yet.")
    with SampleStore.open(places.samples, places.backups) as store:
        found, known = store.list(name)[::-1], store.profiles()
    if not found:
        raise DataError(f"There are no samples of “{name}”; there are of {', '.join(known)}.")
    return found
