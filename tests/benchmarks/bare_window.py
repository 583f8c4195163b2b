"""The yardstick for start and memory: a PySide6 window with nothing in it. Prints JSON."""

import json

from PySide6.QtWidgets import QApplication, QMainWindow

from gui.self_test import process_age_s, resident_mb

app = QApplication([])
window = QMainWindow()
window.resize(1040, 680)
window.show()
app.processEvents()
print(json.dumps({"window_s": process_age_s(), "rss_mb": resident_mb()}))
