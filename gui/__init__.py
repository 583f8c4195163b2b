"""The window of Inkdigits: Qt only, no module in here imports TensorFlow or Keras."""
