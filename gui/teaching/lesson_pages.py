"""The pages of a lesson, one of them on show."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.teaching.learning_page import LearningPage
from gui.teaching.notebook import Notebook
from gui.teaching.outcome_page import OutcomePage
from gui.teaching.start_page import StartPage
from gui.teaching.writing_page import WritingPage
from gui.training.failure_page import FailurePage
from gui.training.page import Page


class LessonPages(QStackedWidget):
    """Holds the pages and shows one, with the focus where most people want it."""

    def __init__(self, notebook: Notebook) -> None:
        """Make all pages, and show the first."""
        super().__init__()
        self.start = StartPage(notebook.profile)
        self.writing = WritingPage(notebook)
        self.learning = LearningPage()
        self.outcome = OutcomePage()
        self.failure = FailurePage()
        for page in (self.start, self.writing, self.learning, self.outcome, self.failure):
            self.addWidget(page)

    def show_page(self, page: QWidget) -> None:
        """Show a page; what most people want next gets the focus and answers to Return."""
        self.setCurrentWidget(page)
        if page is self.writing:
            self.writing.point_on()
        elif isinstance(page, Page) and page.default_button is not None:
            page.default_button.setDefault(True)
            page.default_button.setFocus()
