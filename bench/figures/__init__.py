"""One module a figure, or a few that are measured together. Each gives rows of the table."""
