"""Where the digits are: pieces of ink, their lines, and which of them belong together."""
