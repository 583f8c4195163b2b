import multiprocessing
from pathlib import Path

from model.ink import Ink, Stroke, StrokePoint
from model.samples.sample import NewSample, Source
from model.training.messages import TeachRequest, TrainingRequest
from model.training.orders import Command, Outbox

LONG_S = 30


def test_a_large_request_does_not_make_the_sender_wait(tmp_path: Path) -> None:
    ink = Ink((Stroke(tuple(StrokePoint(x, x, 1.0, x) for x in range(20_000))),))
    sample = NewSample(label=1, profile="Me", source=Source.TEACH, ink=ink)
    lesson = TeachRequest(base=tmp_path, samples=(sample,), out=tmp_path / "new")
    receiver, sender = multiprocessing.Pipe(duplex=False)

    outbox = Outbox(sender)
    outbox.send(lesson)  # Nobody reads yet, and no pipe holds so much.
    outbox.send(Command.CANCEL)
    outbox.close()

    assert receiver.poll(LONG_S)
    assert receiver.recv() == lesson
    assert receiver.recv() is Command.CANCEL
    receiver.close()


def test_a_receiver_that_is_gone_is_no_error(tmp_path: Path) -> None:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    receiver.close()

    outbox = Outbox(sender)
    outbox.send(TrainingRequest("quick", None, tmp_path))
    outbox._thread.join(LONG_S)

    assert not outbox._thread.is_alive()
    outbox.send(Command.CANCEL)
