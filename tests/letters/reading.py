"""Reading a PDF back with the machine's own tools, which CI has; a machine without them leaves the test out."""

import shutil
import subprocess
from pathlib import Path

from letters.paper import Drawn
from tests.conftest import leave_out


def run(tool: str, drawn: Drawn, folder: Path, *options: str, to: tuple[str, ...] = ()) -> str:
    """What the tool says of the letter; fails where it complains by its exit code."""
    if shutil.which(tool) is None:
        package = "qpdf" if tool == "qpdf" else "poppler-utils"
        leave_out(f"needs {tool}", f"install it with «apt-get install {package}»", unless="CI")
    path = folder / "brev.pdf"
    path.write_bytes(drawn.content)
    done = subprocess.run([tool, *options, str(path), *to], capture_output=True, text=True, check=True)
    return done.stdout


def text_of(drawn: Drawn, folder: Path) -> str:
    """The letter's text in reading order, spaces and line breaks made one space."""
    return " ".join(run("pdftotext", drawn, folder, "-raw", to=("-",)).split())
