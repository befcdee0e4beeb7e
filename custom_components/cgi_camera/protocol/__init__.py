"""Talks to network cameras that are controlled through HTTP CGI. Knows nothing of Home Assistant."""
