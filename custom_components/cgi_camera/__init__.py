"""Network cameras with an HTTP CGI interface."""
