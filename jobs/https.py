"""Posts a message to a landlord's address: to the very address that was checked, and no longer than it may take."""

import contextlib
import socket
import ssl
import threading
from http.client import HTTPException
from types import TracebackType
from typing import Self

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as TookTooLong

from rules.terms import WebhookFailure
from services.webhooks import NotDelivered, Post

CONNECT_SECONDS = 5.0  # also the longest pause between two bytes
TOTAL_SECONDS = 15.0  # from the first byte to the last, however slowly they drip
MOST_ANSWER = 4096  # bytes that are read of an answer, and thrown away
MOST_ADDRESSES = 4
BROKEN = (HTTPError, HTTPException, OSError, ValueError)


class PostCarrier:
    """Sends by HTTP/1.1, follows nothing, and reads no more of an answer than its beginning.

    `trusted` says whose certificates are taken, the system's where none is given.
    """

    def __init__(self, *, trusted: ssl.SSLContext | None = None, seconds: float = TOTAL_SECONDS) -> None:
        self._trusted = trusted or ssl.create_default_context()
        self._seconds = seconds

    def send(self, post: Post) -> int:
        """The status that the first address with contact answers; raises NotDelivered."""
        why = WebhookFailure.NO_CONTACT
        with _Deadline(self._seconds) as deadline:
            for address in post.addresses[:MOST_ADDRESSES]:
                connection = self._connection(post, address, deadline)
                with contextlib.closing(connection):
                    try:
                        connection.connect()
                    except BROKEN as error:
                        why = _why(error, deadline, WebhookFailure.NO_CONTACT)
                        continue
                    return _ask(connection, post, deadline)
        raise NotDelivered(why)

    def _connection(self, post: Post, address: str, deadline: "_Deadline") -> HTTPConnection:
        """To that very address: the name is not looked up again, but the certificate must be the name's."""
        connection: _Plain | _Secure
        if post.target.secure:
            connection = _Secure(
                address,
                post.target.port,
                timeout=CONNECT_SECONDS,
                ssl_context=self._trusted,
                server_hostname=post.target.host,
            )
        else:
            connection = _Plain(address, post.target.port, timeout=CONNECT_SECONDS)
        connection.deadline = deadline
        return connection


class _Deadline:
    """Hangs up when the time is over, whatever the other side is busy with."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._lock = threading.Lock()
        self._line: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        self.watch(None)

    def watch(self, line: socket.socket | None) -> None:
        """Hang up on this line from now on; a copy of it, for TLS takes the first one over."""
        with self._lock:
            if self._line is not None:
                self._line.close()
            self._line = line.dup() if line is not None else None
        if self.over:
            self._hang_up()

    def _hang_up(self) -> None:
        with self._lock:
            self.over = True
            if self._line is not None:
                with contextlib.suppress(OSError):
                    self._line.shutdown(socket.SHUT_RDWR)


class _Plain(HTTPConnection):
    deadline: _Deadline

    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        self.deadline.watch(line)
        return line


class _Secure(HTTPSConnection):
    deadline: _Deadline

    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        self.deadline.watch(line)
        return line


def _ask(connection: HTTPConnection, post: Post, deadline: _Deadline) -> int:
    """Send the message and hear the status; raises NotDelivered."""
    headers = {"Host": post.target.authority, "Accept-Encoding": "identity", "Connection": "close", **post.headers}
    try:
        connection.request("POST", post.target.path, body=post.body, headers=headers, preload_content=False)
        answer = connection.getresponse()
    except BROKEN as error:
        raise NotDelivered(_why(error, deadline, WebhookFailure.NO_ANSWER)) from error
    with contextlib.closing(answer):
        if deadline.over:  # what was hung up on may look like an answer
            raise NotDelivered(WebhookFailure.TIMEOUT)
        with contextlib.suppress(*BROKEN):  # the status is what counts; some servers want to be heard out
            answer.read(MOST_ANSWER, decode_content=False)
        return int(answer.status)


def _why(error: Exception, deadline: _Deadline, other: WebhookFailure) -> WebhookFailure:
    if isinstance(error, SSLError | ssl.SSLError) and not deadline.over:
        return WebhookFailure.CERTIFICATE
    late = isinstance(error, TookTooLong | TimeoutError) and not isinstance(error, NewConnectionError)
    return WebhookFailure.TIMEOUT if deadline.over or late else other
