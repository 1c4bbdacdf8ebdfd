"""What finding and resolving place names are built of: tokens, matches, the recogniser, ranking, reasons."""
