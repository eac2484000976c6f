"""OCR giro files (NETS): what is in one, whether its totals hold, and its payments chunk by chunk.

The file is walked twice: once for its totals (schemas.ocr_survey), so that nothing is handed over from a file that is
cut or altered, and once for its payments (schemas.ocr_payments); no more than a chunk is held in memory.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from schemas import ocr_payments, ocr_survey
from schemas.ocr_payments import Chunk, Payment
from schemas.ocr_survey import Skipped, Told, Transmission


@dataclass(frozen=True)
class OcrFile:
    """A whole file whose end records agree with its lines; `count` payments of `sum_ore` øre, reversals negative."""

    transmissions: tuple[Transmission, ...]
    told: tuple[Told, ...]
    count: int
    sum_ore: int
    skipped: dict[Skipped, int]
    source: BinaryIO = field(repr=False)

    def payments(self, *, size: int = 1000) -> Iterator[Chunk[Payment]]:
        """The payments in the file's order, `size` at a time, and beside them the faults of those that cannot be read.

        Each call reads from the start; only one walk at a time.
        """
        self.source.seek(0)
        return ocr_payments.walk(self.source, size=size)


def read_ocr(source: bytes | BinaryIO) -> OcrFile:
    """An OCR giro file from its bytes or a seekable file; raises a FileRefused where nothing may go in."""
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    file.seek(0)
    found = ocr_survey.survey(file)
    return OcrFile(tuple(found.transmissions), tuple(found.told), found.count, found.sum_ore, dict(found.skipped), file)
