"""Reading handwritten digits, without a window: no module in here imports Qt."""
