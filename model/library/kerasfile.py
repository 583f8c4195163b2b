"""What a ``.keras`` file would build, judged without Keras.

A ``.keras`` file is a zip file whose ``config.json`` names Python classes that Keras imports and
calls. Its safe mode refuses stored lambdas; what may be named at all has had to be mended more
than once (CVE-2025-1550, CVE-2025-8747, CVE-2025-9906). So a file from elsewhere passes only if
each thing it names is one of the layers and helpers below, which do nothing but arithmetic. The
training process loads it in safe mode all the same.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from model.bundle import LARGEST_MODEL_BYTES
from model.errors import BundleError
from model.library.archives import ArchiveError, read_members

_PARTS: Final = {
    "metadata.json": 1 << 16,
    "config.json": 4 << 20,
    "model.weights.h5": LARGEST_MODEL_BYTES,
}
_HDF5_MARK: Final = b"\x89HDF\r\n\x1a\n"
_TENSOR: Final = "__keras_tensor__"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "keras": _names("DTypePolicy Functional Model Sequential"),
    "keras.src.models.functional": _names("Functional"),
    "keras.layers": _names(
        "Activation Add AveragePooling2D Average BatchNormalization CenterCrop Concatenate Conv2D "
        "Cropping2D Dense DepthwiseConv2D Dropout ELU Flatten GaussianDropout GaussianNoise "
        "GlobalAveragePooling2D GlobalMaxPooling2D GroupNormalization Identity InputLayer "
        "LayerNormalization LeakyReLU MaxPooling2D Maximum Minimum Multiply PReLU Permute ReLU "
        "Rescaling Reshape SeparableConv2D Softmax SpatialDropout2D Subtract UpSampling2D "
        "ZeroPadding2D"
    ),
    "keras.initializers": _names(
        "Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity LecunNormal "
        "LecunUniform Ones Orthogonal RandomNormal RandomUniform TruncatedNormal VarianceScaling "
        "Zeros"
    ),
    "keras.regularizers": _names("L1 L1L2 L2 OrthogonalRegularizer"),
    "keras.constraints": _names("MaxNorm MinMaxNorm NonNeg UnitNorm"),
    "keras.optimizers": _names("Adam AdamW Lion LossScaleOptimizer Muon Nadam RMSprop SGD"),
    "keras.optimizers.schedules": _names(
        "CosineDecay ExponentialDecay PiecewiseConstantDecay PolynomialDecay"
    ),
    "keras.losses": _names(
        "BinaryCrossentropy CategoricalCrossentropy SparseCategoricalCrossentropy"
    ),
    "keras.metrics": _names("CategoricalAccuracy Mean SparseCategoricalAccuracy"),
    "keras.src.ops.numpy": _names("Add Concatenate Divide Maximum Mean Multiply Reshape Subtract"),
}
"""What may be named: class names by module."""


def check_keras_file(content: bytes) -> None:
    """Return if a ``.keras`` file names only what is known, and has only what it should.

    Raises:
        BundleError: If it is damaged or names something else; says which.
    """
    try:
        parts = read_members(content, _PARTS)
        config = json.loads(parts["config.json"])
        json.loads(parts["metadata.json"])
    except ArchiveError as error:
        raise BundleError(f"The Keras model in it cannot be used: {error}.") from error
    except (ValueError, RecursionError) as error:
        raise BundleError("The Keras model in it is damaged.") from error
    if not isinstance(config, dict) or "class_name" not in config:
        raise BundleError("The Keras model in it is damaged.")
    if not parts["model.weights.h5"].startswith(_HDF5_MARK):
        raise BundleError("The Keras model in it is damaged: its weights are none.")
    for described in _objects(config):
        if not _is_known(described):
            name = f"{described.get('module')}.{described['class_name']}"
            text = f"The Keras model in it has a part that this version does not know: {name[:80]}."
            raise BundleError(text)


def _is_known(described: Mapping[str, Any]) -> bool:
    module, name = described.get("module"), described["class_name"]
    if name == _TENSOR:
        return module is None
    if not isinstance(module, str) or not isinstance(name, str):
        return False
    # A name of its own, "package>Class", would stand for code that is not part of Keras.
    is_keras_own = described.get("registered_name") in (None, name)
    return is_keras_own and name in _KNOWN.get(module, ())


def _objects(config: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """Yield everything in a config that Keras would make an object of."""
    waiting = [config]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "class_name" in item:
                yield item
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
