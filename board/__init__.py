"""Data extracts for the SEND Partnership Board: suppressed figures in files that can be made again exactly."""
