"""A month of conferences on a moved clock: who was reminded, and on which day. `python -m month` plays it.

The bot that plays is the real one; what it sent is judged by the calendar and by what people did, read apart from its rules.
"""
