"""Speed, measured: the bot beside its limit and its peers, in one run on one machine. `make bench`."""
