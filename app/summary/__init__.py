"""The result and everything that leaves the screen: one module an output, none of which decides anything."""
