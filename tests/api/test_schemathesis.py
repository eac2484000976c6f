"""The partner API against its own specification: schemathesis finds nothing (`schemathesis.toml`).

CI tries a few cases of each operation with a fixed seed; `make fuzz` tries thousands.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.serving import make_server

from api import call
from api.rates import Rates
from models import Webhook
from services.webhooks import network
from tests.api import calling
from tests.api.furnished import furnish
from tests.conftest import ROOT

CASES = os.environ.get("HUSROM_FUZZ_CASES", "3")
SEED = os.environ.get("HUSROM_FUZZ_SEED", "20261122")
LONGEST = 1800 if "HUSROM_FUZZ_CASES" in os.environ else 300


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """A live server on an in-memory database, one request at a time: mongomock knows no threads."""
    held, door = network.current(), app.extensions[call.DOOR]
    network.use(network.Network(base_url="http://127.0.0.1:8000", resolve=lambda *_: ["93.184.216.34"]))
    app.extensions[call.DOOR] = call.Door(door.callers, Rates("1000000/minute"), door.counter)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    server = make_server("127.0.0.1", 0, app, threaded=False)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.config["PROPAGATE_EXCEPTIONS"] = None
    network.use(held)


def test_the_api_keeps_to_its_specification(address: str, caller: calling.System) -> None:
    furnish(caller.landlord)
    Webhook.objects.update(set__failures=0)
    said = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}/api/v1/openapi.json"),
            *("--url", address, "--seed", SEED, "--max-examples", CASES),
        ],
        cwd=ROOT, timeout=LONGEST, check=False, capture_output=True, text=True,
        env={**os.environ, "HUSROM_FUZZ_KEY": caller.key, "HUSROM_FUZZ_URL": address, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    sys.stdout.write(said.stdout[-20_000:])
    assert said.returncode == 0, said.stderr[-2_000:]
    assert "Coverage" in said.stdout  # it did try
