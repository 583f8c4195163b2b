import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui import settings as remembered
from gui.sample_keeper import SampleKeeper
from gui.settings import Settings
from gui.teaching import writing_page
from gui.teaching.lesson import Task
from gui.teaching.teach_dialog import TeachDialog
from gui.training.questions import Questions
from model.bundle import ModelBundle
from model.errors import SampleStoreError
from model.library.model_library import ModelLibrary
from model.paths import UserPaths, bundled_model
from model.samples.sample import NOT_A_DIGIT, NewSample, Source
from model.samples.store import SampleStore
from model.training.messages import Cancelled, Failed, Score, Taught
from tests.gui.canvas.pointers import Mouse, Pen
from tests.gui.driving import ink_of
from tests.gui.teaching.writing import Desk, begin, open_dialog
from tests.gui.training.fakes import FakeProcess, save_model, started, stepped

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


def click(button: QWidget) -> None:
    QTest.mouseClick(button, LEFT)


def shows(dialog: TeachDialog, page: QWidget) -> bool:
    return dialog.page is page


def receive(qtbot: QtBot, dialog: TeachDialog) -> None:
    """Wait until what the process has said last is on show."""
    with qtbot.waitSignal(dialog.controller.message_received):
        pass


def taught(folder: Path | None, reason: str = "", own: tuple[int, int] = (7, 10)) -> Taught:
    before, after = own
    return Taught(
        folder, reason, Score(4971, 5000), Score(4970, 5000), Score(before, 10), Score(after, 10)
    )


@pytest.fixture
def learning(dialog: TeachDialog, paths: UserPaths) -> Desk:
    """Return the desk after four was written twice, with the model learning."""
    dialog.practise(4)
    desk = Desk(dialog, paths)
    desk.write(4, 4)
    click(desk.page.learn_button)
    assert shows(desk.dialog, desk.dialog.pages.learning)
    return desk


@pytest.fixture
def learned(qtbot: QtBot, learning: Desk, process: FakeProcess) -> Desk:
    """Return the desk with a new model that waits for the decision."""
    assert process.lesson is not None
    save_model(process.lesson.out, 0.99)
    process.say(taught(process.lesson.out))
    receive(qtbot, learning.dialog)
    assert shows(learning.dialog, learning.dialog.pages.outcome)
    return learning


class TestStart:
    def test_the_process_gets_ready_while_the_person_reads(
        self, dialog: TeachDialog, process: FakeProcess
    ) -> None:
        assert shows(dialog, dialog.pages.start)
        assert process.prepared_for == (bundled_model(), None)
        assert process.lesson is None

    def test_return_begins_and_the_first_digit_is_asked_for(
        self, qtbot: QtBot, dialog: TeachDialog
    ) -> None:
        QTest.keyClick(dialog, Key.Key_Return)
        page = dialog.pages.writing
        qtbot.waitUntil(lambda: dialog.page is page)
        assert page.prompt.digit.text() == "0"
        assert page.prompt.count.text() == "0 of 30 written"
        assert not page.learn_button.isEnabled()

    @pytest.mark.parametrize("name", ["", "  ", "A\u200bB\u0007"])
    def test_a_writer_without_a_name_cannot_begin(self, dialog: TeachDialog, name: str) -> None:
        dialog.pages.start.writer_box.setEditText(name)
        assert not dialog.pages.start.start_button.isEnabled()
        dialog.on_start_requested()
        assert shows(dialog, dialog.pages.start)

    def test_each_writer_has_digits_of_their_own(
        self, qtbot: QtBot, dialog: TeachDialog, paths: UserPaths
    ) -> None:
        page = dialog.pages.start
        page.writer_box.setEditText("Ada ")
        click(page.start_button)
        qtbot.waitUntil(lambda: dialog.page is dialog.pages.writing)
        desk = Desk(dialog, paths)
        desk.write(0)
        qtbot.waitUntil(lambda: [sample.profile for sample in desk.kept()] == ["Ada"])
        assert Settings(paths.settings).get(remembered.PROFILE) == "Ada"


class TestWriting:
    def test_a_digit_is_kept_as_soon_as_it_is_finished(self, qtbot: QtBot, desk: Desk) -> None:
        desk.write(0)
        assert desk.asked == 1
        assert desk.field.drawing.is_blank
        qtbot.waitUntil(lambda: bool(desk.kept()))
        (sample,) = desk.kept()
        assert (sample.label, sample.profile, sample.source) == (0, "Me", Source.TEACH)
        assert sample.read_digit == 0
        assert sample.read_confidence is not None
        assert sample.read_confidence > 0.9
        assert sample.ink is not None
        assert len(sample.ink.strokes) == len(ink_of(0).strokes)

    def test_the_pen_at_rest_goes_on_by_itself(
        self, qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(writing_page, "PAUSE_MS", 30)
        desk.draw(0)
        assert desk.asked == 0
        qtbot.waitUntil(lambda: desk.asked == 1)
        assert desk.page.pause_bar.value() == 0
        qtbot.waitUntil(lambda: desk.kept_labels() == [0])

    def test_what_does_not_look_finished_gets_more_time(
        self, qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(writing_page, "PAUSE_MS", 600_000)
        monkeypatch.setattr(writing_page, "LONG_PAUSE_MS", 30)
        desk.draw(8)
        with qtbot.waitSignal(desk.field.digit_finished):
            pass
        assert desk.page.reading.verdict.text() == "Read as 8"

    def test_a_further_stroke_stops_the_pause(
        self, qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(writing_page, "PAUSE_MS", 600_000)
        desk.draw(0)
        qtbot.waitUntil(lambda: desk.page.pause_bar.value() >= 0)
        with qtbot.waitSignal(desk.field.pause_passed, check_params_cb=lambda share: share == 0):
            Mouse(desk.field).press(10, 10)
        assert desk.asked == 0

    def test_going_on_alone_can_be_turned_off_and_that_is_remembered(
        self, desk: Desk, paths: UserPaths
    ) -> None:
        desk.page.goes_on_box.click()
        with_pause: list[float] = []
        desk.draw(0)
        desk.field.pause_passed.connect(with_pause.append)
        assert not any(with_pause)
        desk.dialog.reject()
        assert Settings(paths.settings).get(remembered.TEACHING_GOES_ON) is False

    def test_a_pen_writes_as_well_with_its_pressure(self, qtbot: QtBot, desk: Desk) -> None:
        desk.draw(0, Pen(desk.field))
        desk.press(Key.Key_Space)
        qtbot.waitUntil(lambda: desk.kept_labels() == [0])

    def test_a_misreading_is_shown_and_kept_with_what_was_read(
        self, qtbot: QtBot, desk: Desk
    ) -> None:
        desk.write(0, 7)
        assert desk.page.reading.verdict.text() == "Read as 7"
        assert "You wrote 1" in desk.page.reading.explanation.text()
        assert "1 of them misread" in desk.page.table.accessibleDescription()
        qtbot.waitUntil(lambda: desk.kept_labels() == [0, 1])
        assert desk.kept()[1].read_digit == 7

    def test_a_blank_field_is_not_taken(self, desk: Desk) -> None:
        desk.press(Key.Key_Space)
        assert desk.asked == 0
        assert "Write 0 first" in desk.page.notice.text()

    def test_a_dot_is_not_taken_for_a_digit(self, qtbot: QtBot, desk: Desk) -> None:
        Mouse(desk.field).drag([(100, 100), (103, 101)])
        desk.press(Key.Key_Space)
        assert desk.asked == 0
        assert desk.field.drawing.is_blank
        assert "only a dot" in desk.page.notice.text()
        desk.write(0)
        assert desk.page.notice.text() == ""
        qtbot.waitUntil(lambda: desk.kept_labels() == [0])

    def test_undo_takes_back_a_stroke_and_clear_all(self, desk: Desk) -> None:
        Mouse(desk.field).drag([(50, 50), (100, 200)])
        desk.draw(0)
        desk.press(Key.Key_Z, ctrl=True)
        assert len(desk.field.ink.strokes) == len(ink_of(0).strokes)
        desk.press(Key.Key_Delete)
        assert desk.field.drawing.is_blank

    def test_undo_in_a_blank_field_brings_the_digit_before_back(
        self, qtbot: QtBot, desk: Desk
    ) -> None:
        desk.write(0)
        desk.press(Key.Key_Z, ctrl=True)
        assert desk.asked == 0
        assert not desk.field.drawing.is_blank
        desk.press(Key.Key_Z, ctrl=True)
        assert desk.field.drawing.is_blank, "its last stroke can be taken back as well"

    def test_a_digit_written_again_replaces_the_one_before(self, qtbot: QtBot, desk: Desk) -> None:
        desk.write(8)
        qtbot.waitUntil(lambda: [s.read_digit for s in desk.kept()] == [8])
        desk.press(Key.Key_Backspace)
        desk.press(Key.Key_Delete)
        desk.write(0)
        assert desk.asked == 1
        qtbot.waitUntil(lambda: [s.read_digit for s in desk.kept()] == [0])

    def test_going_back_and_on_again_changes_nothing(self, qtbot: QtBot, desk: Desk) -> None:
        desk.write(0)
        qtbot.waitUntil(lambda: desk.kept_labels() == [0])
        (before,) = desk.kept()
        desk.press(Key.Key_Backspace)
        desk.press(Key.Key_Space)
        desk.write(1)
        qtbot.waitUntil(lambda: desk.kept_labels() == [0, 1])
        assert desk.kept()[0] == before

    def test_going_back_keeps_what_was_just_drawn(self, qtbot: QtBot, desk: Desk) -> None:
        desk.write(0)
        desk.draw(1)
        desk.press(Key.Key_Backspace)
        assert desk.asked == 0
        qtbot.waitUntil(lambda: desk.kept_labels() == [0, 1])
        desk.press(Key.Key_Space)
        assert desk.asked == 2

    def test_skipping_leaves_a_digit_out_and_takes_it_out(self, qtbot: QtBot, desk: Desk) -> None:
        desk.write(0)
        qtbot.waitUntil(lambda: desk.kept_labels() == [0])
        desk.press(Key.Key_Backspace)
        desk.press(Key.Key_S)
        assert desk.asked == 1
        qtbot.waitUntil(lambda: desk.kept_labels() == [])

    def test_any_digit_of_the_lesson_can_be_clicked(self, desk: Desk) -> None:
        desk.write(0, 1)
        place = desk.page.table.cell(Task(0, 0)).center().toPoint()
        QTest.mouseClick(desk.page.table, LEFT, pos=place)
        assert desk.asked == 0
        assert not desk.field.drawing.is_blank

    def test_after_the_last_digit_return_lets_the_model_learn(
        self, desk: Desk, process: FakeProcess
    ) -> None:
        desk.write_as_asked(30)
        assert desk.page.prompt.count.text() == "30 of 30 written"
        assert not desk.page.tools.next.isEnabled()
        QTest.keyClick(desk.dialog, Key.Key_Return)
        assert process.lesson is not None
        assert [s.label for s in process.lesson.samples[:10]] == list(range(10))
        assert len(process.lesson.samples) == 30


class TestLeavingAndComingBack:
    def test_closing_keeps_even_the_digit_in_the_field(self, qtbot: QtBot, desk: Desk) -> None:
        desk.write(0)
        desk.draw(1)
        desk.press(Key.Key_Escape)
        assert not desk.dialog.isVisible()
        qtbot.waitUntil(lambda: desk.kept_labels() == [0, 1])

    def test_no_process_is_left_waiting(self, desk: Desk, process: FakeProcess) -> None:
        click(desk.page.close_button)
        assert not process.is_alive

    def test_a_lesson_goes_on_where_it_was_left(
        self,
        qtbot: QtBot,
        desk: Desk,
        library: ModelLibrary,
        keeper: SampleKeeper,
        paths: UserPaths,
    ) -> None:
        desk.write(0, 1, 2)
        desk.dialog.reject()
        second_process = FakeProcess()
        dialog = open_dialog(qtbot, library, keeper, paths, second_process)
        qtbot.waitUntil(lambda: "written: 3" in dialog.pages.start.kept.text())
        again = begin(qtbot, dialog, paths)
        assert again.asked == 3
        assert again.page.prompt.count.text() == "3 of 30 written"
        again.press(Key.Key_Backspace)
        again.press(Key.Key_Delete)
        again.write(2, 3)
        qtbot.waitUntil(lambda: again.kept_labels() == [0, 1, 2, 3])
        learned = dialog.notebook.material(with_corrections=True)
        assert [sample.label for sample in learned] == [0, 1, 2, 3]


def test_what_somebody_else_asks_of_the_store_changes_nothing(
    qtbot: QtBot, desk: Desk, keeper: SampleKeeper
) -> None:
    desk.write(0)
    with qtbot.waitSignal(keeper.fetched):
        keeper.fetch("Me")
    desk.write(1)
    qtbot.waitUntil(lambda: desk.kept_labels() == [0, 1])
    material = desk.dialog.notebook.material(with_corrections=True)
    assert [sample.label for sample in material] == [0, 1]


class TestCorrections:
    @pytest.fixture
    def corrected(self, keeper: SampleKeeper) -> None:
        for label, source in ((4, Source.CANVAS), (0, Source.IMPORT), (NOT_A_DIGIT, Source.CANVAS)):
            drawing = ink_of(label % 10)
            keeper.keep(NewSample(label=label, profile="Me", source=source, ink=drawing))
        other = NewSample(label=5, profile="Ada", source=Source.CANVAS, ink=ink_of(5))
        keeper.keep(other)

    @pytest.mark.usefixtures("corrected")
    @pytest.mark.parametrize("includes", [True, False])
    def test_they_are_learned_from_if_the_person_likes(
        self,
        request: pytest.FixtureRequest,
        process: FakeProcess,
        includes: bool,
    ) -> None:
        desk: Desk = request.getfixturevalue("desk")
        assert desk.page.corrections_box.isVisible()
        assert desk.page.corrections_box.text().endswith("(2)")
        desk.page.corrections_box.setChecked(includes)
        desk.write(0)
        assert desk.page.learn_button.isEnabled() == includes, "a single 0 cannot be tried out"
        desk.write_as_asked(10)
        click(desk.page.learn_button)
        assert process.lesson is not None
        labels = [sample.label for sample in process.lesson.samples]
        assert labels[: 3 if includes else 2] == ([4, 0, 0] if includes else [0, 1])

    def test_without_any_there_is_no_question(self, desk: Desk) -> None:
        assert not desk.page.corrections_box.isVisible()


class TestOneDigit:
    def test_it_is_asked_for_five_times_at_once(
        self, qtbot: QtBot, dialog: TeachDialog, paths: UserPaths, process: FakeProcess
    ) -> None:
        dialog.practise(4)
        desk = Desk(dialog, paths)
        assert shows(dialog, dialog.pages.writing)
        desk.write_as_asked(5)
        assert desk.asked is None
        qtbot.waitUntil(lambda: desk.kept_labels() == [4] * 5)
        QTest.keyClick(dialog, Key.Key_Return)
        assert process.lesson is not None
        assert [sample.label for sample in process.lesson.samples] == [4] * 5

    def test_a_lesson_under_way_is_not_disturbed(self, desk: Desk) -> None:
        desk.write(0)
        desk.dialog.practise(4)
        assert desk.asked == 1


class TestLearning:
    def test_the_model_in_use_is_taught(
        self, learning: Desk, process: FakeProcess, paths: UserPaths
    ) -> None:
        assert process.lesson is not None
        assert process.lesson.base == bundled_model()
        assert process.lesson.out.parent == paths.models
        assert [sample.label for sample in process.lesson.samples] == [4, 4]

    def test_progress_is_told(self, qtbot: QtBot, learning: Desk, process: FakeProcess) -> None:
        page = learning.dialog.pages.learning
        assert page.bar.maximum() == 0
        process.say(started(), stepped(50))
        qtbot.waitUntil(lambda: page.bar.maximum() > 0 and page.bar.value() > 0)
        assert page.bar.value() == page.bar.maximum() // 4
        assert "1 min 15 s left" in page.phase.text()

    def test_cancelling_leads_back_to_the_digits_and_a_new_process(
        self, qtbot: QtBot, learning: Desk, process: FakeProcess
    ) -> None:
        click(learning.dialog.pages.learning.cancel_button)
        assert process.cancels == 1
        process.prepared_for = (Path("before"), None)
        process.say(Cancelled())
        receive(qtbot, learning.dialog)
        assert shows(learning.dialog, learning.page)
        assert "Your digits are kept" in learning.page.notice.text()
        assert process.prepared_for == (bundled_model(), None)
        assert learning.page.lesson.written_count == 2

    def test_closing_asks_and_then_waits_for_the_end(
        self,
        qtbot: QtBot,
        learning: Desk,
        process: FakeProcess,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        answers = [False, True]
        monkeypatch.setattr(Questions, "ask_stop", classmethod(lambda *_: answers.pop(0)))
        learning.dialog.reject()
        assert learning.dialog.isVisible()
        assert process.cancels == 0
        learning.dialog.reject()
        assert process.cancels == 1
        with qtbot.waitSignal(learning.dialog.finished):
            process.say(Cancelled())
        assert not process.is_alive

    def test_a_second_try_to_close_does_not_wait(
        self, learning: Desk, process: FakeProcess
    ) -> None:
        learning.dialog.reject()
        assert learning.dialog.isVisible()
        learning.dialog.reject()
        assert not learning.dialog.isVisible()
        assert not process.is_alive

    def test_the_window_that_closes_ends_it_at_once(
        self, learning: Desk, process: FakeProcess
    ) -> None:
        learning.dialog.stop()
        assert not process.is_alive

    @pytest.mark.parametrize("is_killed", [True, False])
    def test_a_failure_is_one_sentence_and_nothing_is_lost(
        self, qtbot: QtBot, learning: Desk, process: FakeProcess, is_killed: bool
    ) -> None:
        if is_killed:
            process.die_silently()
        else:
            process.say(Failed("The model could not be trained: No space left on device."))
        receive(qtbot, learning.dialog)
        page = learning.dialog.pages.failure
        assert shows(learning.dialog, page)
        assert page.sentence.text()
        click(page.back_button)
        assert shows(learning.dialog, learning.page)
        assert learning.kept_labels() == [4, 4]
        click(learning.page.learn_button)
        assert shows(learning.dialog, learning.dialog.pages.learning)

    def test_a_process_that_cannot_start_is_a_failure(
        self, dialog: TeachDialog, paths: UserPaths, process: FakeProcess
    ) -> None:
        dialog.practise(4)
        desk = Desk(dialog, paths)
        desk.write(4, 4)
        process.is_alive = False
        process.start_error = "Training cannot start: Resource temporarily unavailable."
        click(desk.page.learn_button)
        assert shows(desk.dialog, desk.dialog.pages.failure)
        assert "cannot start" in desk.dialog.pages.failure.sentence.text()


class TestOutcome:
    def test_before_and_after_are_shown_for_both(self, learned: Desk) -> None:
        page = learned.dialog.pages.outcome
        assert page.own.before.text() == "70 %"
        assert page.own.after.text() == "100 %"
        assert page.own.after_count.text() == "10 of 10 read correctly"
        assert page.general.before.text() == "99.42 %"
        assert page.general.after.text() == "99.40 %"
        assert "10, not 7" in page.verdict.text()

    def test_one_click_puts_the_new_model_to_use(
        self, qtbot: QtBot, learned: Desk, library: ModelLibrary, process: FakeProcess
    ) -> None:
        with qtbot.waitSignal(learned.dialog.model_activated) as activated:
            click(learned.dialog.pages.outcome.use_button)
        assert process.lesson is not None
        assert activated.args is not None
        bundle: ModelBundle = activated.args[0]
        assert bundle.folder == process.lesson.out
        assert library.active().bundle == bundle
        assert not learned.dialog.isVisible()

    def test_keeping_the_old_one_leaves_no_other_among_the_models(
        self, learned: Desk, library: ModelLibrary
    ) -> None:
        before = len(library.models())
        click(learned.dialog.pages.outcome.keep_button)
        assert not learned.dialog.isVisible()
        assert library.active().is_bundled
        assert len(library.models()) == before - 1

    def test_closing_without_an_answer_leaves_both_models(
        self, learned: Desk, library: ModelLibrary, process: FakeProcess
    ) -> None:
        learned.dialog.reject()
        assert library.active().is_bundled
        assert process.lesson is not None
        assert process.lesson.out in [entry.folder for entry in library.models()]

    def test_a_refused_model_is_explained_and_cannot_be_used(
        self, qtbot: QtBot, learning: Desk, process: FakeProcess
    ) -> None:
        reason = "The taught model reads 12 digits of everybody fewer."
        process.say(taught(None, reason, own=(7, 8)))
        receive(qtbot, learning.dialog)
        page = learning.dialog.pages.outcome
        assert page.verdict.text() == reason
        assert not page.use_button.isVisible()
        click(page.more_button)
        assert shows(learning.dialog, learning.page)
        assert learning.page.lesson.written_count == 0
        learning.write(4)
        click(learning.page.learn_button)
        assert process.lesson is not None
        assert [s.label for s in process.lesson.samples] == [4, 4, 4]

    def test_a_model_damaged_meanwhile_is_a_clear_failure(
        self, learned: Desk, library: ModelLibrary, process: FakeProcess
    ) -> None:
        assert process.lesson is not None
        (process.lesson.out / "model.tflite").write_bytes(b"broken")
        click(learned.dialog.pages.outcome.use_button)
        page = learned.dialog.pages.failure
        assert shows(learned.dialog, page)
        assert "cannot be used" in page.sentence.text()
        assert library.active().is_bundled


class TestStoreFaults:
    @pytest.fixture
    def newer(self, paths: UserPaths) -> None:
        """Leave a store that a newer version has kept."""
        paths.samples.parent.mkdir(parents=True)
        with sqlite3.connect(paths.samples) as connection:
            connection.execute("PRAGMA user_version = 999")
        connection.close()

    @pytest.mark.usefixtures("newer")
    def test_what_cannot_be_kept_is_said_and_learned_from_all_the_same(
        self, request: pytest.FixtureRequest, process: FakeProcess
    ) -> None:
        desk: Desk = request.getfixturevalue("desk")
        message = desk.dialog.message_bar.message
        assert message is not None
        assert "newer" in message.text
        assert "lost when this window closes" in message.text
        desk.write_as_asked(11)
        click(desk.page.learn_button)
        assert process.lesson is not None
        assert len(process.lesson.samples) == 11

    def test_a_full_disk_is_said_and_no_digit_is_lost_to_the_lesson(
        self, qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.write(0)
        qtbot.waitUntil(lambda: desk.kept_labels() == [0])

        def fail(*_: object) -> int:
            raise SampleStoreError("The disk is full.")

        with monkeypatch.context() as patched:
            patched.setattr(SampleStore, "add", fail)
            desk.write(1)
            qtbot.waitUntil(lambda: desk.dialog.message_bar.message is not None)
        message = desk.dialog.message_bar.message
        assert message is not None
        assert message.text.startswith("The disk is full.")
        assert "lost when this window closes" in message.text
        desk.write(2)
        material = desk.dialog.notebook.material(with_corrections=True)
        assert [sample.label for sample in material] == [0, 1, 2]
        qtbot.waitUntil(lambda: desk.kept_labels() == [0, 2])

    def test_a_damaged_store_is_mended_and_the_lesson_goes_on(
        self, request: pytest.FixtureRequest, qtbot: QtBot, paths: UserPaths
    ) -> None:
        paths.samples.parent.mkdir(parents=True)
        paths.samples.write_bytes(b"no database at all" * 200)
        desk: Desk = request.getfixturevalue("desk")
        message = desk.dialog.message_bar.message
        assert message is not None
        assert "damaged" in message.text
        assert "lost" not in message.text
        desk.write(0)
        qtbot.waitUntil(lambda: desk.kept_labels() == [0])


def test_the_dialog_fits_a_small_screen(desk: Desk) -> None:
    dialog = desk.dialog
    desk.page.show_corrections(12)
    least = dialog.minimumSizeHint()
    assert least.width() <= 640
    assert least.height() <= 560
    dialog.resize(640, 560)
    last = Task(9, 2)
    assert desk.page.table.rect().contains(desk.page.table.cell(last).toAlignedRect())
    QTest.mouseClick(desk.page.table, LEFT, pos=desk.page.table.cell(last).center().toPoint())
    assert desk.page.lesson.current == last
    assert desk.field.width() >= 300
