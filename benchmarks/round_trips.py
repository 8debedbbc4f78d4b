"""Round trips: messages a second through a line of 50 ms, beside the bound that the number of round trips sets."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Thread

from benchmarks.sinks import smtp_sink
from benchmarks.wire import CONTENT, account
from dispatch.delivery import Backend
from dispatch.model.mail import Message
from dispatch.testing import Manners, RecordingServer

DELAY, GOAL = 0.050, 0.9
COUNT = 60


def run() -> None:
    """Print rate and bound for one and ten connections, with PIPELINING and with CHUNKING."""
    print(f"{'':11}  connections  round trips  messages/s   bound  ratio (goal {GOAL})")
    with smtp_sink() as port, line(port) as far:
        report("pipelining", account(far), trips=2)
    server = RecordingServer(Manners(offers=("PIPELINING", "CHUNKING", "8BITMIME")))
    with server, line(server.port) as far:
        report("chunking", account(far), trips=1)


def report(name: str, backend: Backend, *, trips: int) -> None:
    """One line for one connection, and one for ten."""
    for connections in (1, 10):
        rate = measured(backend, connections)
        bound = connections / (trips * DELAY)
        print(f"{name:11}  {connections:11}  {trips:11}  {rate:10.1f}  {bound:6.1f}  {rate / bound:5.2f}")


def measured(backend: Backend, connections: int) -> float:
    """Messages a second, the connections already open."""
    opened = [backend.connect() for _ in range(connections)]
    for connection in opened:
        trouble = connection.open()
        if trouble:
            raise SystemExit(str(trouble))
    message = Message(
        sender="press@alliance.test", recipient="ana@daily.test", message_id="<1@alliance.test>", content=CONTENT
    )

    def deliver(index: int) -> None:
        for _ in range(COUNT):
            opened[index].send(message, lambda: None)

    threads = [Thread(target=deliver, args=(index,)) for index in range(connections)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    for connection in opened:
        connection.close()
    return connections * COUNT / seconds


@contextmanager
def line(port: int) -> Iterator[int]:
    """A proxy in front of a port that adds half of the delay each way; its port."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        Thread(target=accept, args=(listener, port), daemon=True).start()
        yield listener.getsockname()[1]


def accept(listener: socket.socket, port: int) -> None:
    """Join each client with a connection of its own."""
    with suppress(OSError):
        while True:
            near, _ = listener.accept()
            far = socket.create_connection(("127.0.0.1", port))
            for sock in (near, far):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            relay(near, far)
            relay(far, near)


def relay(source: socket.socket, target: socket.socket) -> None:
    """Pass octets on, each after the same delay."""
    queue: SimpleQueue[tuple[float, bytes]] = SimpleQueue()

    def take() -> None:
        with suppress(OSError):
            while chunk := source.recv(262_144):
                queue.put((time.perf_counter() + DELAY / 2, chunk))
        queue.put((time.perf_counter() + DELAY / 2, b""))

    def give() -> None:
        with suppress(OSError):
            while True:
                due, chunk = queue.get()
                time.sleep(max(0.0, due - time.perf_counter()))
                if not chunk:
                    break
                target.sendall(chunk)
        for sock in (source, target):
            sock.close()

    Thread(target=take, daemon=True).start()
    Thread(target=give, daemon=True).start()
