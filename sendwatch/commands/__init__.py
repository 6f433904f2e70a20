"""The command line, a module for each noun. Results go to stdout, messages to stderr."""
