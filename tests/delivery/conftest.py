"""What the tests of this room share: certificates, and backends made as the configuration makes them."""

import ssl
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import pytest

from dispatch.accounts import Programs
from dispatch.delivery import Backend, Connection, create
from dispatch.delivery.certificates import CertificateFiles, throw_away
from dispatch.testing import Listener


@pytest.fixture(scope="session")
def certificates(tmp_path_factory) -> CertificateFiles:
    return throw_away(tmp_path_factory.mktemp("certificates"), now=datetime.now(UTC))


@pytest.fixture
def context(certificates) -> ssl.SSLContext:
    return server_context(certificates)


def server_context(files: CertificateFiles) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    return context


@pytest.fixture
def make(tmp_path) -> Callable[..., Backend]:
    """Makes a backend in a workspace of its own."""

    def build(table: Mapping[str, object], environ: Mapping[str, str] | None = None) -> Backend:
        programs = Programs(folder=tmp_path)
        return create("office", table, workspace=tmp_path, programs=programs, environ=environ or {})

    return build


@pytest.fixture
def towards(make, certificates) -> Callable[..., Backend]:
    """Makes an smtp backend for a test server; TLS and a login as asked."""

    def build(server: Listener, *, environ: Mapping[str, str] | None = None, **settings: object) -> Backend:
        table = {"type": "smtp", "host": server.host, "port": server.port, "security": "none", **settings}
        if table["security"] != "none":
            table.setdefault("ca_file", str(certificates.ca_file))
        return make(table, environ)

    return build


@pytest.fixture
def dial(towards) -> Iterator[Callable[..., Connection]]:
    """Makes a connection for a test server and closes it at the end."""
    connections: list[Connection] = []

    def build(server: Listener, **settings: object) -> Connection:
        connections.append(towards(server, **settings).connect())
        return connections[-1]

    yield build
    for connection in connections:
        connection.close()
