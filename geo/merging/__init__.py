"""What merging is built of: which reports to compare, how strongly they agree, groups, the merged values."""
