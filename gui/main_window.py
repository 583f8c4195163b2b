"""The window: assembles the rooms and connects them; every idea lives in a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui import settings as remembered
from gui import theme
from gui.actions import Actions
from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DrawingCanvas, Tool
from gui.correction_actions import CorrectionActions
from gui.corrections import Corrector
from gui.digit_boxes import boxes_of
from gui.drawing_keeper import DrawingKeeper
from gui.file_actions import FileActions
from gui.messages import Message, MessageAction, MessageBar, Severity
from gui.model_actions import ModelActions
from gui.models.library_actions import LibraryActions
from gui.panels.panel_column import PanelColumn
from gui.picture_page import PicturePage
from gui.picture_view import PictureView
from gui.playback_page import PlaybackPage
from gui.recent_files import RecentFiles
from gui.recognition import RecognitionService
from gui.sample_keeper import SampleKeeper
from gui.samples.sample_actions import SampleActions
from gui.session import ReadingSession, Shown, Source
from gui.settings import Settings
from gui.teaching.teach_actions import TeachActions
from gui.theme import SPACING_PX
from gui.tool_strip import ToolStrip
from model.about import APP_NAME, VERSION
from model.library.model_library import ModelLibrary
from model.paths import UserPaths
from model.runs import RunBook

if TYPE_CHECKING:
    from model.images import Picture


_SHARE_OF_SCREEN = 0.92


class MainWindow(QMainWindow):
    """Canvas or picture on the left; reading, probabilities and stages on the right."""

    def __init__(self, settings: Settings, library: ModelLibrary, paths: UserPaths) -> None:
        """Build the window and start loading the model.

        Args:
            settings: What the person arranged.
            library: The models to read with.
            paths: Where drawings are kept in case of a crash, and samples for good.
        """
        super().__init__()
        self._settings = settings
        self._has_been_shown = False
        self.drawing = Drawing(self)
        self.menu_actions = Actions(self, self.drawing.undo_stack)
        self.canvas = DrawingCanvas(self.drawing)
        self.canvas.can_zoom = True
        self.picture_page = PicturePage(self.menu_actions)
        self.playback_page = PlaybackPage(self.menu_actions)
        self.tools = ToolStrip(self.menu_actions, settings.get(remembered.PEN_WIDTH_PX))
        self.message_bar = MessageBar()
        self.panels = PanelColumn(self.menu_actions, settings)
        self.reading_panel = self.panels.reading
        self.chart = self.panels.chart
        self.stages_panel = self.panels.stages
        self.recognition = RecognitionService(self)
        self.session = ReadingSession(self.drawing, self.recognition, self)
        self.recent = RecentFiles(settings, self)
        self.files = FileActions(
            self, self.drawing, self.canvas, self.session, settings, self.recent
        )
        self.keeper = DrawingKeeper(self.drawing, paths.drawings, self)
        self.library = LibraryActions(self, library, self.recognition, settings)
        self.samples = SampleKeeper(paths.samples, paths.backups, self)
        self.models = ModelActions(
            self, library, self.recognition, self.samples, settings, RunBook(paths.runs)
        )
        self.my_samples = SampleActions(self, paths, settings, self.samples)
        self.corrector = Corrector(
            self.drawing, self.session, self.recognition, self.samples, settings
        )
        self.correcting = CorrectionActions(self.session, self.corrector, self)
        self.teaching = TeachActions(self, library, self.recognition, self.samples, settings)
        self._lay_out()
        self._connect_actions()
        self._connect_rooms()
        self._restore()

    def sizeHint(self) -> QSize:
        """Return the size of the first start."""
        return QSize(1040, 680)

    def showEvent(self, event: QShowEvent) -> None:
        """Load the model once the window is there: both at a time would delay both."""
        super().showEvent(event)
        if not self._has_been_shown:
            self._has_been_shown = True
            QTimer.singleShot(0, self._on_first_shown)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout, and end training and recognition; a training is asked for first."""
        if not self.models.may_stop():
            event.ignore()
            return
        self.models.stop()
        self.library.stop()
        self.my_samples.stop()
        self.teaching.stop()
        self.recognition.stop()
        self.keeper.stop()
        self.samples.stop()
        for setting, state in (
            (remembered.WINDOW_GEOMETRY, self.saveGeometry()),
            (remembered.MAIN_SPLITTER, self._columns.saveState()),
            (remembered.PANEL_SPLITTER, self.panels.saveState()),
        ):
            self._settings.set(setting, state)
        self._settings.save()
        super().closeEvent(event)

    @Slot()
    def _on_first_shown(self) -> None:
        if not self.isVisible():  # It was closed again at once.
            return
        self.models.load_active()
        self.keeper.begin()
        self._offer_kept_drawing()

    def _offer_kept_drawing(self) -> None:
        if self.keeper.left_behind is not None:
            text = self.tr("The drawing of last time was kept.")
            action = MessageAction(self.tr("&Bring It Back"), self._bring_kept_drawing_back)
            self.message_bar.show_message(Message(text, Severity.INFO, action=action))

    def _bring_kept_drawing_back(self) -> None:
        if self.keeper.left_behind is not None:
            self.session.back_to_drawing()
            self.canvas.open_drawing(self.keeper.left_behind)

    def _lay_out(self) -> None:
        self.setWindowTitle(APP_NAME)
        self.menu_actions.fill(self.menuBar(), self.recent, self.correcting.window_menu())
        self._pages = QStackedWidget()
        for page in (self.canvas, self.picture_page, self.playback_page):
            self._pages.addWidget(page)
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        column.addWidget(self._pages, stretch=1)
        column.addWidget(self.tools)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._columns.addWidget(desk)
        self._columns.addWidget(self.panels)
        self._columns.setHandleWidth(2 * SPACING_PX)
        self._columns.setChildrenCollapsible(False)
        self._columns.setStretchFactor(0, 5)
        self._columns.setStretchFactor(1, 3)
        self._columns.setSizes([640, 384])
        whole = QWidget()
        rows = QVBoxLayout(whole)
        margin = 2 * SPACING_PX
        rows.setContentsMargins(margin, SPACING_PX, margin, margin)
        rows.setSpacing(SPACING_PX)
        rows.addWidget(self.message_bar)
        rows.addWidget(self._columns, stretch=1)
        self.setCentralWidget(whole)
        self.canvas.setFocus()

    def _connect_actions(self) -> None:
        actions = self.menu_actions
        actions.open.triggered.connect(self.files.on_open)
        actions.save.triggered.connect(self.files.on_save)
        actions.quit.triggered.connect(self.close)
        for action in (actions.new, actions.clear):
            action.triggered.connect(self._on_clear)
        actions.copy_text.triggered.connect(self.files.on_copy_text)
        actions.copy_picture.triggered.connect(self.files.on_copy_picture)
        actions.paste.triggered.connect(self.files.on_paste)
        actions.copy_ink.triggered.connect(self.files.on_copy_ink)
        for tool in actions.tools.values():
            tool.toggled.connect(self._on_tool_toggled)
        actions.erase_whole.toggled.connect(self._on_erase_whole_toggled)
        actions.erase_digit.triggered.connect(self.canvas.erase_chosen_digit)
        actions.show_drawing.triggered.connect(self.session.back_to_drawing)
        actions.read_punctuation.toggled.connect(self._on_punctuation_toggled)
        actions.replay.triggered.connect(self._on_replay)
        actions.fit.triggered.connect(self.canvas.fit_to_view)
        actions.actual_size.triggered.connect(self.canvas.show_actual_size)
        actions.zoom_in.triggered.connect(self.canvas.zoom_in)
        actions.zoom_out.triggered.connect(self.canvas.zoom_out)
        actions.teach.triggered.connect(self.teaching.on_teach)
        actions.my_samples.triggered.connect(self.my_samples.on_open)
        actions.retrain.triggered.connect(self.models.on_retrain)
        actions.models.triggered.connect(self.library.on_models)
        actions.previous_model.triggered.connect(self.library.on_go_back)
        actions.restore_model.triggered.connect(self.models.on_restore)
        actions.about_model.triggered.connect(self.models.on_about)
        actions.about.triggered.connect(self._on_about)
        for appearance in actions.appearances.values():
            appearance.triggered.connect(self._on_appearance_chosen)

    def _connect_rooms(self) -> None:
        self.session.shown_changed.connect(self._on_shown_changed)
        self.drawing.stroke_finished.connect(self.message_bar.settle)
        self.session.picture_opened.connect(self._on_picture_opened)
        self.session.picture_refused.connect(self._on_problem)
        self.files.message_raised.connect(self._on_message_raised)
        self.models.message_raised.connect(self._on_message_raised)
        self.library.message_raised.connect(self._on_message_raised)
        self.teaching.message_raised.connect(self._on_message_raised)
        for place in (self.correcting, self.reading_panel):
            place.teaching_requested.connect(self.teaching.on_teach_digit)
        self.tools.pen_width_changed.connect(self._on_pen_width_changed)
        for view in (self.canvas, self.picture_page.view):
            view.files_dropped.connect(self.files.on_files_dropped)
            view.content_dropped.connect(self.files.on_content_dropped)
            view.drop_refused.connect(self._on_problem)
            view.digit_clicked.connect(self.session.choose)
            view.digit_menu_requested.connect(self.correcting.on_menu_requested)
        self.reading_panel.digit_clicked.connect(self.session.choose)
        for panel in (self.reading_panel, self.chart):
            panel.digit_said.connect(self.corrector.say)
        self.canvas.edge_moved.connect(self.corrector.move_edge)
        self.corrector.message_raised.connect(self._on_message_raised)

    def _restore(self) -> None:
        """Bring back what the person arranged last time."""
        get = self._settings.get
        self.canvas.pen_width_px = get(remembered.PEN_WIDTH_PX)
        self.recognition.reads_punctuation = get(remembered.PUNCTUATION_READ)
        self.menu_actions.read_punctuation.setChecked(get(remembered.PUNCTUATION_READ))
        # On a small or strongly scaled screen the first size would reach beyond its edges.
        self.resize(self.sizeHint().boundedTo(self.screen().availableSize() * _SHARE_OF_SCREEN))
        self.restoreGeometry(get(remembered.WINDOW_GEOMETRY))
        self._columns.restoreState(get(remembered.MAIN_SPLITTER))
        for appearance, action in self.menu_actions.appearances.items():
            action.setChecked(appearance.value == get(remembered.APPEARANCE))

    @Slot(object)
    def _on_shown_changed(self, shown: Shown) -> None:
        self.panels.show_digit(shown)
        self.menu_actions.copy_text.setEnabled(bool(shown.reading.text))
        in_drawing = shown.source is Source.DRAWING
        self.tools.setEnabled(in_drawing)
        self.tools.setVisible(shown.source is not Source.REPLAY)
        self.menu_actions.show_drawing.setEnabled(not in_drawing)
        pages: dict[Source, tuple[QWidget, DrawingCanvas | PictureView]] = {
            Source.DRAWING: (self.canvas, self.canvas),
            Source.PICTURE: (self.picture_page, self.picture_page.view),
            Source.REPLAY: (self.playback_page, self.playback_page.canvas),
        }
        page, view = pages[shown.source]
        self._pages.setCurrentWidget(page)
        view.set_highlights(boxes_of(shown))

    @Slot()
    def _on_replay(self) -> None:
        if self.drawing.is_blank:
            self._on_problem(self.tr("There is nothing to replay yet: the canvas is blank."))
            return
        self.playback_page.show_ink(self.drawing.ink, self.canvas.pen_width_px)
        self.session.follow_replay(self.playback_page.drawing)

    @Slot(object)
    def _on_picture_opened(self, picture: Picture) -> None:
        self.message_bar.settle()
        self.picture_page.show_picture(picture)

    @Slot(object)
    def _on_message_raised(self, message: Message) -> None:
        self.message_bar.show_message(message)

    @Slot(str)
    def _on_problem(self, text: str) -> None:
        self.message_bar.show_message(Message(text))

    @Slot()
    def _on_clear(self) -> None:
        self.session.back_to_drawing()
        self.drawing.clear()
        self.menu_actions.pen.setChecked(True)  # There is nothing to erase or to select.

    @Slot(bool)
    def _on_tool_toggled(self, checked: bool) -> None:
        if checked:
            self.canvas.tool = self.menu_actions.chosen_tool()
            self.menu_actions.erase_digit.setEnabled(self.canvas.tool is Tool.SELECT)

    @Slot(bool)
    def _on_erase_whole_toggled(self, checked: bool) -> None:
        self.canvas.erases_whole_strokes = checked

    @Slot(bool)
    def _on_punctuation_toggled(self, checked: bool) -> None:
        self.recognition.reads_punctuation = checked
        self._settings.set(remembered.PUNCTUATION_READ, checked)
        self.session.read_again()

    @Slot(float)
    def _on_pen_width_changed(self, width_px: float) -> None:
        self.canvas.pen_width_px = width_px
        self._settings.set(remembered.PEN_WIDTH_PX, width_px)

    @Slot()
    def _on_appearance_chosen(self) -> None:
        appearance = self.menu_actions.chosen_appearance()
        self._settings.set(remembered.APPEARANCE, appearance.value)
        theme.choose(appearance)

    @Slot()
    def _on_about(self) -> None:
        text = self.tr("{0} {1}\n\nReads handwritten digits while you draw them.")
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("About {0}").format(APP_NAME))
        box.setIconPixmap(self.windowIcon().pixmap(64, 64))
        box.setText(text.format(APP_NAME, VERSION))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
