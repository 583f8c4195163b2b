"""The common way, for comparison: TensorFlow at start, ``model.predict`` on every pen move.

Prints JSON: seconds until the window is painted and can read, milliseconds per move, memory.
"""

import json
import time

import keras
import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QVBoxLayout, QWidget

from gui.self_test import process_age_s, resident_mb
from model.paths import bundled_model

_SIDE_PX = 560
_MOVES = 60


class Pad(QWidget):
    """A bitmap canvas that predicts in its mouse handler, as tutorials do."""

    def __init__(self, model: keras.Model, label: QLabel) -> None:
        super().__init__()
        self.setFixedSize(_SIDE_PX, _SIDE_PX)
        self._model, self._label = model, label
        self._image = QImage(_SIDE_PX, _SIDE_PX, QImage.Format.Format_Grayscale8)
        self._image.fill(0)
        self._last = QPoint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        painter = QPainter(self._image)
        painter.setPen(QPen(Qt.GlobalColor.white, 40, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(self._last, event.position().toPoint())
        painter.end()
        self._last = event.position().toPoint()
        small = self._image.scaled(
            28, 28, mode=Qt.TransformationMode.SmoothTransformation
        ).convertToFormat(QImage.Format.Format_Grayscale8)
        rows = np.frombuffer(small.constBits(), np.uint8).reshape(28, small.bytesPerLine())
        batch = rows[None, :, :28, None].astype(np.float32) / 255
        self._label.setText(str(int(self._model.predict(batch, verbose=0)[0, :10].argmax())))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawImage(0, 0, self._image)


app = QApplication([])
window = QMainWindow()
body = QWidget()
column = QVBoxLayout(body)
label = QLabel()
pad = Pad(keras.models.load_model(bundled_model() / "model.keras", compile=False), label)
column.addWidget(pad)
column.addWidget(label)
window.setCentralWidget(body)
window.show()
app.processEvents()
report: dict[str, float | None] = {"window_s": process_age_s()}
QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(280, 100))
times = []
first_s = 0.0
for step in range(_MOVES):
    began = time.perf_counter()
    QTest.mouseMove(pad, QPoint(280 + step % 7, 100 + 5 * step))
    app.processEvents()
    times.append((time.perf_counter() - began) * 1000)
    first_s = first_s or process_age_s()
report["first_reading_s"] = first_s
report["pen_to_bars_ms_median"] = float(np.median(times[1:]))
report["pen_to_bars_ms_p99"] = float(np.percentile(times[1:], 99))
report["rss_mb"] = resident_mb()
print(json.dumps(report))
