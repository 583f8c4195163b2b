"""What a tool of the canvas is, and what it may know of the canvas."""

from typing import Protocol

from gui.canvas.drawing import Drawing
from gui.canvas.frame_edges import Edge
from gui.canvas.highlights import DigitBox, HighlightStyle
from gui.canvas.stroke_recorder import PenSample
from gui.canvas.view import View
from model.edges import EdgeMove


class Surface(Protocol):
    """The canvas, as its tools see it."""

    @property
    def drawing(self) -> Drawing:
        """What is worked on."""

    @property
    def view(self) -> View:
        """How the drawing lies on the canvas."""

    @property
    def shown_pen_width_px(self) -> float:
        """How wide ink looks."""

    @property
    def eraser_width_px(self) -> float:
        """How wide the eraser looks."""

    @property
    def digits(self) -> tuple[DigitBox, ...]:
        """The digits that were found, as they are shown."""

    def label_at(self, x_px: float, y_px: float) -> int | None:
        """Return the index of the digit whose label is there and not under ink, or None."""

    def digit_at(self, x_px: float, y_px: float) -> int | None:
        """Return the index of the digit that is there, or None."""

    def edge_at(self, x_px: float, y_px: float) -> Edge | None:
        """Return the edge of a digit's frame that can be taken hold of there, or None."""

    @property
    def highlight_style(self) -> HighlightStyle:
        """What all frames share."""

    def move_edge(self, move: EdgeMove) -> None:
        """Tell that the person put an edge of a digit's frame elsewhere."""

    def choose_digit(self, index: int) -> None:
        """Tell that the person chose a digit."""

    def dress_digits(self) -> None:
        """Show the digits as the tool wants them, which has changed."""


class CanvasTool(Protocol):
    """What a pointer does from coming down to being lifted."""

    def begin(self, sample: PenSample) -> None:
        """The pointer came down."""

    def go_on(self, sample: PenSample) -> None:
        """The pointer moved while down."""

    def lift(self) -> None:
        """The pointer was lifted."""

    def cancel(self) -> None:
        """What was done since the pointer came down was not meant."""
