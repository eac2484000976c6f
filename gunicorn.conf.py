"""How the web server runs; gunicorn reads this file by itself in the folder that it is started from.

Its own options and GUNICORN_CMD_ARGS go before what stands here.
"""

import multiprocessing
import sys

bind = "127.0.0.1:8000"
workers = 2
threads = 4
control_socket_disable = True


def on_starting(_server: object) -> None:
    """Refuse to start what cannot run; gunicorn would start such a worker anew for ever.

    The modules are read here once for all workers. The application is made in a child of its own, since a database
    client must not be carried over into a worker.
    """
    from app import create_app

    trial = multiprocessing.get_context("fork").Process(target=create_app)
    trial.start()
    trial.join()
    if trial.exitcode:
        sys.exit(trial.exitcode)
