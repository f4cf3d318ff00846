"""The clinical core. Pure Python: it imports no Flask, knows no clock and does no I/O after start-up."""
