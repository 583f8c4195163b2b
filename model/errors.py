"""Every error that Inkdigits raises on purpose: one clear sentence for the person."""


class InkdigitsError(Exception):
    """Base of all expected errors; ``str(error)`` is fit to be shown as it is."""


class EmptyDrawingError(InkdigitsError):
    """There is no ink to read."""


class PictureError(InkdigitsError):
    """A picture cannot be opened or is not fit to be read."""


class InkFileError(InkdigitsError):
    """An InkML file cannot be read."""


class BundleError(InkdigitsError):
    """A model folder is missing, damaged or does not match its card."""


class NewerModelError(BundleError):
    """A model was made by a later version of the program than this one."""


class DataError(InkdigitsError):
    """Training or test data is missing, damaged or of the wrong form."""


class TrainingError(InkdigitsError):
    """Training cannot start or go on."""


class SampleStoreError(InkdigitsError):
    """The samples cannot be opened, read or changed, or a sample is not fit to be kept."""


class SampleStoreBusyError(SampleStoreError):
    """Another program is using the samples; a moment later they can be used."""


class SampleFileError(InkdigitsError):
    """A file of labelled digits cannot be read or written.

    Attributes:
        details: One sentence for each wrong file, where several are wrong.
    """

    def __init__(self, text: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.details = details
