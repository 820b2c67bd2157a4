"""The queue on one machine: each message is taken once, whole, and the oldest first."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection

import grader.mailbox
from grader.stores import broker


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    (tmp_path / "queue" / "control").mkdir(parents=True)
    url, options = broker("", tmp_path)
    with Connection(url, transport_options=options) as found:
        yield found


def send(connection: Connection, numbers: range) -> None:
    """By the queue's name, as Celery does."""
    with connection.clone() as mine:
        producer = mine.Producer()
        for number in numbers:
            producer.publish(number, routing_key="grade")


def drain(connection: Connection) -> list[int]:
    with connection.clone() as mine:
        channel: Any = mine.channel()
        messages = iter(lambda: channel.basic_get("grade", no_ack=True), None)
        return [message.decode() for message in messages]


def test_messages_come_in_the_order_in_which_they_were_sent(connection: Connection) -> None:
    send(connection, range(20))
    assert drain(connection) == list(range(20))


def test_of_several_readers_one_gets_each_message(connection: Connection) -> None:
    send(connection, range(200))
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(drain, [connection] * 4)
    assert sorted(number for each in found for number in each) == list(range(200))


def test_a_reader_that_is_faster_than_the_sender_reads_whole_messages(connection: Connection) -> None:
    found: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send, connection, range(200))
        while not sending.done():
            found += drain(connection)
    assert found + drain(connection) == list(range(200))


def test_nothing_is_left_of_a_message_that_was_taken(connection: Connection, tmp_path: Path) -> None:
    send(connection, range(1))
    assert drain(connection) == [0]
    assert [path for path in (tmp_path / "queue").iterdir() if path.is_file()] == []


def test_a_queue_whose_folder_was_removed_is_empty_and_takes_new_messages(
    connection: Connection, tmp_path: Path
) -> None:
    send(connection, range(1))
    shutil.rmtree(tmp_path / "queue")
    assert drain(connection) == []
    send(connection, range(1))
    assert drain(connection) == [0]


def test_the_scheme_is_known_to_celery() -> None:
    from grader.celery import app

    assert app.connection().transport_cls == grader.mailbox.SCHEME
