"""The tables of rotation: cycles, scenarios, proposals with their rows, reviews and objections."""
