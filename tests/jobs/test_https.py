"""Messages posted to a landlord's address over a real line: what is sent, and what the other side cannot make us do."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from jobs.https import PostCarrier
from rules import webhooks
from rules.terms import WebhookFailure
from services.webhooks import NotDelivered, Post

HOST = "127.0.0.1"
NAME = "utleier.example"
DONE = b"HTTP/1.1 204 No Content\r\n\r\n"
SHORT = 0.3  # seconds that a message may take here
Answer = Callable[[socket.socket, bytes], None]


@contextmanager
def listening(answer: Answer, context: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[bytes]]]:
    """A server of raw bytes: its port, and what it heard."""
    heard: list[bytes] = []
    server = socket.create_server((HOST, 0))

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            try:
                line.settimeout(5)
                line = context.wrap_socket(line, server_side=True) if context else line
                heard.append(_request(line))
                answer(line, heard[-1])
            except OSError:
                pass
            finally:
                line.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1], heard
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def _request(line: socket.socket) -> bytes:
    found = b""
    while b"\r\n\r\n" not in found or not found.endswith(b"}"):
        some = line.recv(4096)
        if not some:
            break
        found += some
    return found


def says(words: bytes) -> Answer:
    return lambda line, _: line.sendall(words)


def drips(words: bytes) -> Answer:
    """One byte after the other, without end."""

    def answer(line: socket.socket, _: bytes) -> None:
        line.sendall(words)
        while True:
            line.sendall(b"x")
            time.sleep(0.01)

    return answer


def post(port: int, *, scheme: str = "http", host: str = HOST, addresses: tuple[str, ...] = (HOST,)) -> Post:
    target = webhooks.Target(
        url=f"{scheme}://{host}:{port}/husrom?a=1", scheme=scheme, host=host, port=port, path="/husrom?a=1"
    )
    return Post(target=target, addresses=addresses, headers={"Husrom-Event": "webhook.test"}, body='{"a":"å"}'.encode())


def failure(carrier: PostCarrier, sent: Post) -> WebhookFailure:
    with pytest.raises(NotDelivered) as refused:
        carrier.send(sent)
    return refused.value.why


def test_a_message_is_posted_with_its_headers_and_nothing_of_ours() -> None:
    with listening(says(DONE)) as (port, heard):
        assert PostCarrier().send(post(port)) == 204
    head, _, body = heard[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /husrom?a=1 HTTP/1.1"
    assert body == '{"a":"å"}'.encode()
    names = {line.split(":")[0].lower() for line in lines[1:]}
    assert names == {"host", "accept-encoding", "connection", "husrom-event", "content-length", "user-agent"}
    assert f"Host: {HOST}:{port}" in lines


def test_the_name_is_not_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to the address that was checked, whatever the name leads to by now (rebinding)."""
    asked: list[object] = []
    original = socket.getaddrinfo

    def spy(host: object, *args: object, **others: object) -> object:
        asked.append(host)
        return original(host, *args, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", spy)
    with listening(says(DONE)) as (port, heard):
        assert PostCarrier().send(post(port, host="lures.invalid")) == 204
    assert set(asked) == {HOST}
    assert b"Host: lures.invalid" in heard[0]


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with listening(says(DONE)) as (inside, lured):
        moved = f"HTTP/1.1 307 Moved\r\nLocation: http://{HOST}:{inside}/\r\nContent-Length: 0\r\n\r\n".encode()
        with listening(says(moved)) as (port, _):
            assert PostCarrier().send(post(port)) == 307
    assert lured == []


@pytest.mark.parametrize(
    "words",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n" + b"x" * 200_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n" + b"x" * 200_000,
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\n\r\n",
    ],
)
def test_an_answer_is_heard_at_its_beginning_alone(words: bytes) -> None:
    with listening(says(words)) as (port, _):
        assert PostCarrier(seconds=2).send(post(port)) == 200


def test_a_body_without_end_is_hung_up_on_and_counts_as_answered() -> None:
    with listening(drips(b"HTTP/1.1 200 OK\r\n\r\n")) as (port, _):
        assert PostCarrier(seconds=SHORT).send(post(port)) == 200


@pytest.mark.parametrize("words", [b"", b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 "])
def test_a_head_without_end_is_out_of_time(words: bytes) -> None:
    with listening(drips(words)) as (port, _):
        assert failure(PostCarrier(seconds=SHORT), post(port)) is WebhookFailure.TIMEOUT


@pytest.mark.parametrize(
    "words", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200]
)
def test_what_is_no_answer_is_a_failure(words: bytes) -> None:
    with listening(says(words)) as (port, _):
        assert failure(PostCarrier(seconds=2), post(port)) is WebhookFailure.NO_ANSWER


def test_nobody_at_home_is_no_contact_and_the_next_address_is_tried() -> None:
    with listening(says(DONE)) as (port, _):
        assert PostCarrier().send(post(port, addresses=("127.0.0.3", HOST))) == 204
        closed = post(port, addresses=("127.0.0.3",))
        assert failure(PostCarrier(), closed) is WebhookFailure.NO_CONTACT


# --- TLS ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server whose certificate names utleier.example, and a client that trusts its issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=400))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder: Path = tmp_path_factory.mktemp("tls")
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(secret + pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "server.pem")
    return server, ssl.create_default_context(cadata=pem.decode())


def test_the_certificate_must_be_the_names_though_we_connect_to_an_address(
    tls: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    server, trusted = tls
    asked: list[str | None] = []
    server.sni_callback = lambda _, name, __: asked.append(name)  # type: ignore[assignment, misc]
    with listening(says(DONE), server) as (port, heard):
        secure = PostCarrier(trusted=trusted)
        assert secure.send(post(port, scheme="https", host=NAME)) == 204
        assert failure(secure, post(port, scheme="https", host="annen.example")) is WebhookFailure.CERTIFICATE
        assert failure(PostCarrier(), post(port, scheme="https", host=NAME)) is WebhookFailure.CERTIFICATE
    assert asked == [NAME, "annen.example", NAME]
    assert len(heard) == 1


def test_a_greeting_without_end_is_out_of_time() -> None:
    def hear_nothing(line: socket.socket, _: bytes) -> None:
        line.recv(1)

    with listening(hear_nothing) as (port, _):
        assert failure(PostCarrier(seconds=SHORT), post(port, scheme="https", host=NAME)) is WebhookFailure.TIMEOUT
