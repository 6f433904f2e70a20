"""The whole service on one machine, for a look or a laptop: what `make run` starts, shows and stops."""
