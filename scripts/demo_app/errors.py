"""What ends the demo early."""


class DemoFailed(Exception):
    """One line that says what is wrong and, where that is known, what to do."""
