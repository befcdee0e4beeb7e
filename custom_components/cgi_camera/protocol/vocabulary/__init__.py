"""The vocabulary by topic; `features` holds all of it."""
