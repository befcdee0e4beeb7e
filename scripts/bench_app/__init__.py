"""Measures the integration against its peer and against the floor."""
