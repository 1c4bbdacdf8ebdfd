"""`python -m geo`: the same as the command `incident-mapper`."""

from geo.cli import entry

entry()
