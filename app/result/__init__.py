"""The pages that answer: the emergency interrupt and the result."""
