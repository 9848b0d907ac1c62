"""Why a store is not used."""


class StoreRefusedError(Exception):
    """This store must not be used. One line that says why, fit to be shown at start."""
