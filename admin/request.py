"""The request as Husrom reads it: an uploaded file stays in memory, for on disk it would stand in clear."""

from io import BytesIO
from typing import IO, Any

from flask import Request

MOST_BYTES = 20 * 1024 * 1024


class Upload(BytesIO):
    """An uploaded file. What is too much is not kept but still taken in, so that the browser hears our answer."""

    too_large = False

    def write(self, content: Any) -> int:
        if self.tell() + len(content) > MOST_BYTES:
            self.too_large = True
            self.truncate(0)
            self.seek(0)
        return len(content) if self.too_large else super().write(content)


class InMemory(Request):
    """Flask's request, but no uploaded file is ever spooled to a temporary file."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return Upload()
