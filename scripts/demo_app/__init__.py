"""Simulated cameras of every dialect in a real Home Assistant. See `scripts/demo --help`."""
