"""The grammar behind `geo.numbers` and `geo.dates`: shapes, words and calendar arithmetic."""
