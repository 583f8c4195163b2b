import os

import pytest

from model.training.runtime import silenced_libraries, usable_cores


def test_native_chatter_is_silenced_only_within_the_block(
    capfd: pytest.CaptureFixture[str],
) -> None:
    os.write(2, b"before ")
    with silenced_libraries():
        os.write(2, b"within ")
    os.write(2, b"after")

    assert capfd.readouterr().err == "before after"


def test_errors_pass_through_and_the_stream_comes_back(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyError), silenced_libraries():
        raise KeyError
    os.write(2, b"after")

    assert capfd.readouterr().err == "after"


def test_a_process_without_standard_error_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_number: int) -> int:
        raise OSError

    monkeypatch.setattr(os, "dup", closed)
    with silenced_libraries():
        pass


def test_at_least_one_core_is_used() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)


@pytest.mark.tensorflow
def test_a_person_s_keras_settings_do_not_reach_the_training() -> None:
    from model.training.runtime import load_keras

    load_keras(1)
    import keras

    keras.config.set_floatx("float16")
    load_keras(1)

    assert keras.backend.backend() == "tensorflow"
    assert keras.config.floatx() == "float32"
    assert keras.config.image_data_format() == "channels_last"
