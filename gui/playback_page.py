"""A drawing made once more, with a slider over its time: when did the three become an eight?"""

from PySide6.QtCore import QElapsedTimer, QEvent, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from gui.actions import Actions
from gui.canvas.drawing import Drawing
from gui.canvas.drawing_canvas import DrawingCanvas
from gui.icons import action_icon
from gui.theme import SPACING_PX
from gui.wording import decimal
from model.ink import Ink
from model.timeline import Timeline

_FRAME_MS = 16


class ReplayedDrawing(Drawing):
    """A drawing that is only shown: no step leads to what is in it."""

    def show_ink(self, ink: Ink) -> None:
        """Show ``ink`` in place of what is shown."""
        self._preview(ink.strokes)


class PlaybackPage(QWidget):
    """Shows a copy of the drawing as it stood at the slider's time; it cannot be drawn in."""

    def __init__(self, actions: Actions) -> None:
        """Begin without a drawing."""
        super().__init__()
        self.drawing = ReplayedDrawing(self)
        self.canvas = DrawingCanvas(self.drawing)
        self.canvas.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas.hint_text = ""
        self._timeline = Timeline(Ink())
        self._clock = QElapsedTimer()
        self._began_ms = 0.0
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Time in the drawing"))
        self.slider.valueChanged.connect(self._on_time_changed)
        self.slider.sliderPressed.connect(self.pause)
        self._time = QLabel()
        self.play_button = QToolButton()
        self.play_button.setIconSize(QSize(20, 20))
        self.play_button.clicked.connect(self._on_play_clicked)
        back = QToolButton()
        back.setDefaultAction(actions.show_drawing)
        row = QHBoxLayout()
        row.setSpacing(SPACING_PX)
        for widget in (back, self.play_button, self.slider, self._time):
            row.addWidget(widget, stretch=int(widget is self.slider))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX)
        column.addWidget(self.canvas, stretch=1)
        column.addLayout(row)
        self._label_play_button()

    @property
    def is_playing(self) -> bool:
        """True while time runs by itself."""
        return self._timer.isActive()

    def show_ink(self, ink: Ink, pen_width_px: float) -> None:
        """Take another drawing and play it from its beginning."""
        self._timeline = Timeline(ink)
        self.canvas.pen_width_px = pen_width_px
        self.slider.setRange(0, round(self._timeline.duration_ms))
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self.slider.setValue(0)
        self._on_time_changed(0)
        self.play()

    def play(self) -> None:
        """Let time run on from where the slider stands, or anew from the end."""
        at_end = self.slider.value() >= self.slider.maximum()
        self._began_ms = 0.0 if at_end else float(self.slider.value())
        self._clock.start()
        self._timer.start()
        self._label_play_button()

    @Slot()
    def pause(self) -> None:
        """Let time stand still."""
        self._timer.stop()
        self._label_play_button()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the arrow keys move through time."""
        super().showEvent(event)
        self.slider.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop playing what nobody sees."""
        super().hideEvent(event)
        self.pause()

    def changeEvent(self, event: QEvent) -> None:
        """Give the icon the new text colour when the palette changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._label_play_button()

    @Slot()
    def _on_play_clicked(self) -> None:
        if self.is_playing:
            self.pause()
        else:
            self.play()

    @Slot()
    def _on_frame(self) -> None:
        time_ms = self._began_ms + self._clock.elapsed()
        self.slider.setValue(round(time_ms))
        if time_ms >= self.slider.maximum():
            self.pause()

    @Slot(int)
    def _on_time_changed(self, time_ms: int) -> None:
        last = time_ms >= self.slider.maximum()
        self.drawing.show_ink(self._timeline.ink if last else self._timeline.at(time_ms))
        now, whole = (decimal(ms / 1000, 1) for ms in (time_ms, self.slider.maximum()))
        self._time.setText(self.tr("{0} of {1} s").format(now, whole))

    def _label_play_button(self) -> None:
        name = "pause" if self.is_playing else "play"
        text = self.tr("Pause") if self.is_playing else self.tr("Play")
        self.play_button.setIcon(action_icon(name, self.palette()))
        self.play_button.setToolTip(text)
        self.play_button.setAccessibleName(text)
