"""Templates compiled once for all the applications of a test run: a hundred tests make one of their own."""

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """The bytecode of templates, by name and contents, in this process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


def share() -> None:
    """Have every application that is made from now on use it."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}
