"""What a new user does in a browser. Run by `scripts/test --browser`, and only by that."""
