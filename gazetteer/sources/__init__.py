"""The user's own data: one reader a format, each from a file to entries. Knows no index and no look-up."""
