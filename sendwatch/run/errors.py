"""Why the service could not be started or stopped running: every message is for the person at the terminal."""


class RunError(Exception):
    """Something that ends the run, with a message to show instead of a traceback."""
