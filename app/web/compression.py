"""Compressed answers, for whoever takes them: brotli before gzip where a browser likes both alike."""

from flask import Flask, Response, request
from flask_compress import Compress

ENCODINGS = ("br", "gzip")


class HeedfulCompress(Compress):
    """Flask-Compress takes an encoding that is named at all; one with ``q=0`` is named as not wanted."""

    def after_request(self, response: Response | None) -> Response:
        """Leave Flask-Compress only the encoding that it should use."""
        liked = {name: request.accept_encodings.quality(name) for name in ENCODINGS}
        best = max(ENCODINGS, key=liked.__getitem__)
        request.environ["HTTP_ACCEPT_ENCODING"] = best if liked[best] > 0 else "identity"
        return super().after_request(response)


def init_compression(app: Flask) -> None:
    """Compress every answer that is worth it."""
    app.config.setdefault("COMPRESS_ALGORITHM", list(ENCODINGS))
    app.config.setdefault("COMPRESS_BR_LEVEL", 4)
    app.config.setdefault("COMPRESS_MIN_SIZE", 400)
    HeedfulCompress(app)
