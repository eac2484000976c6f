"""The links in a digest lead to pages that are there."""

from flask import Flask, url_for

from letters import digest
from tests.admin.office import app

__all__ = ["app"]


def test_each_record_of_a_digest_has_the_page_that_the_mail_links_to(app: Flask) -> None:
    paths = {**digest.PATHS, "task": digest.TASK_PATH}
    with app.test_request_context():
        for collection, path in paths.items():
            assert path == url_for(f"{collection}.details_view") + "?id=", collection
