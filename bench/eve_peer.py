"""Eve beside ours, on the same database; fetched into a folder of its own, as only measuring needs it (BSD)."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bson import ObjectId

FOLDER = Path("var/bench-eve")
PACKAGES = ("eve==2.3.1", "cerberus==1.3.8", "events==0.3", "simplejson==3.20.2")


@dataclass(frozen=True)
class Peer:
    """Eve's own door to the same homes."""

    get: Callable[[], object]
    post: Callable[[], object]


def build(address: str, landlord: ObjectId, key: str, page: int) -> Peer:
    """A page of the landlord's homes, and one document stored; the caller is looked up for each, as ours is."""
    _fetch()
    from eve import Eve  # type: ignore[import-not-found]
    from eve.auth import TokenAuth  # type: ignore[import-not-found]

    class Keys(TokenAuth):  # type: ignore[misc]
        def check_auth(self, *_: Any) -> bool:
            return bool(app.data.driver.db["api_key"].find_one({"landlord": landlord}))

    app = Eve(settings=_settings(address, page), auth=Keys)
    app.testing = True
    caller, headers = app.test_client(), {"Authorization": f"Bearer {key}"}
    wanted = {"where": json.dumps({"landlord": str(landlord)}), "max_results": str(page), "sort": "_id"}

    def get() -> object:
        answer = caller.get("/homes", query_string=wanted, headers=headers)
        if answer.status_code != 200 or len(answer.get_json()["_items"]) != page:
            raise RuntimeError(f"Eve svarte {answer.status_code}")
        return answer

    def post() -> object:
        body = {"dwelling_number": str(ObjectId()), "landlord": str(landlord), "rent_ore": 900_000}
        answer = caller.post("/notices", json=body, headers=headers)
        if answer.status_code != 201:
            raise RuntimeError(f"Eve svarte {answer.status_code}")
        return answer

    return Peer(get, post)


def _fetch() -> None:
    if not FOLDER.exists():
        where = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(FOLDER), *PACKAGES]
        subprocess.run(where, check=True)
    sys.path.insert(0, str(FOLDER))


def _settings(address: str, page: int) -> dict[str, Any]:
    shown = {"dwelling_number": {"type": "string"}, "landlord": {"type": "objectid"}, "rent_ore": {"type": "integer"}}
    shown |= {name: {"type": "string"} for name in ("address", "postcode", "place", "kind", "state")}
    shown |= {name: {"type": "integer"} for name in ("rooms", "floor")}
    return {
        "MONGO_URI": address,
        "PAGINATION_DEFAULT": page,
        "RENDERERS": ["eve.render.JSONRenderer"],
        "RESOURCE_METHODS": ["GET", "POST"],
        "DATE_CREATED": "made",
        "LAST_UPDATED": "changed",
        "DOMAIN": {
            "homes": {"datasource": {"source": "dwelling"}, "schema": shown},
            "notices": {"datasource": {"source": "bench_notice"}, "schema": shown},
        },
    }
