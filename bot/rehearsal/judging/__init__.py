"""What the judges of a rehearsal share: the wire as a story, who was who in it, and what was whose to know."""
