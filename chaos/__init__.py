"""Faults, injected into the real thing: processes killed, stores failed over, a Teams on a bad day. `python -m chaos` runs it.

The harness counts only what crossed the wire, and at the end what the product's own reader finds in the log.
"""
