"""A department's reader: takes what the center tells, once each and in order, and goes on after a crash.

    python subscriber.py nats://127.0.0.1:4222 990101 housing keys/housing.nk book.sqlite

The effect here is a row in SQLite. Put yours in its place (`effect`), but keep it in the same transaction as `progress`:
then a message is done and known to be done, or neither, whatever dies in between. Beside the facts it keeps the signed
checkpoints of the center's log, where they are published: what it has witnessed cannot be denied to it later. Needs nats-py
and nkeys, and Python 3.11.
"""

import asyncio
import hashlib
import json
import sqlite3
import sys

import nats
from nats.errors import TimeoutError as NothingCame
from nats.js.errors import ServiceUnavailableError as NotThere

ZEROS = "0" * 64
WAIT_SECONDS = 5
AGAIN_AFTER_SECONDS = 1

SCHEMA = """
CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL);
INSERT OR IGNORE INTO progress VALUES (1, 0, printf('%064d', 0));
CREATE TABLE IF NOT EXISTS facts (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, fact TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS witnessed (size INTEGER PRIMARY KEY, root TEXT NOT NULL, note TEXT NOT NULL);
"""


class Wrong(Exception):
    """The stream is not what it should be: a person has to look."""


class Gap(Exception):
    """Messages are missing: the center notices within a minute, and fills the stream again."""


def link(prev, seq, ident, body):
    """The hash of a message: it binds the one before, the number, the id and the body."""
    ident = ident.encode()
    parts = [bytes.fromhex(prev), seq.to_bytes(8, "big"), len(ident).to_bytes(8, "big"), ident, body]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def place(message, done):
    """Where a message stands behind `done`: its number and hash, or None if it was taken before."""
    seq, prev, said = (message.headers[name] for name in ("Yidi-Seq", "Yidi-Prev", "Yidi-Hash"))
    seq, ident = int(seq), message.headers["ce-id"]
    if link(prev, seq, ident, message.data) != said:
        raise Wrong(f"message {seq} is not what its hash was made of")
    if seq <= done[0]:
        return None
    if seq > done[0] + 1:
        raise Gap(f"messages {done[0] + 1} to {seq - 1} are missing")
    if prev != done[1]:
        raise Wrong(f"message {seq} does not follow on what was told before")
    return seq, said


def effect(book, seq, message):
    """What a fact leads to at this department. Called inside the transaction that notes that it was done."""
    fact = json.loads(message.data)
    book.execute("INSERT INTO facts VALUES (?, ?, ?, ?)", (seq, fact["id"], fact["kind"], message.data.decode()))


def witness(book, note):
    """Keeps a signed checkpoint of the center's log, and makes sure that it does not contradict an older one."""
    size, root = note.split("\n")[1:3]
    before = book.execute("SELECT size, root FROM witnessed ORDER BY size DESC LIMIT 1").fetchone()
    if before and (int(size) < before[0] or (int(size) == before[0] and root != before[1])):
        raise Wrong(f"a checkpoint of {size} commits contradicts the one of {before[0]}: keep both, and ask the center")
    with book:
        book.execute("INSERT OR IGNORE INTO witnessed VALUES (?, ?, ?)", (int(size), root, note))


async def each(client, stream, department):
    """The messages of a stream, one after the other, for ever. A stream that is not there is asked for again."""
    inbox = f"_INBOX_{department}.".encode()
    waiting = await client.jetstream().pull_subscribe_bind(durable=department, stream=stream, inbox_prefix=inbox)
    while True:
        try:
            messages = await waiting.fetch(1, timeout=WAIT_SECONDS)
        except NothingCame:
            continue
        except NotThere:
            await asyncio.sleep(AGAIN_AFTER_SECONDS)
            continue
        for message in messages:
            yield message


async def keep_checkpoints(client, center, department, book):
    """Witnesses what the center signs, where it is published."""
    async for message in each(client, f"yidi-checkpoints-{center}", department):
        witness(book, message.data.decode())
        await message.ack_sync()


async def take(book, message):
    """Takes one message; the broker is told only when it is on the disk."""
    done = book.execute("SELECT seq, hash FROM progress").fetchone()
    try:
        here = place(message, done)
    except Gap as gap:
        print(gap, file=sys.stderr)
        return await message.nak(delay=AGAIN_AFTER_SECONDS)
    if here:
        with book:
            effect(book, here[0], message)
            book.execute("UPDATE progress SET seq = ?, hash = ?", here)
    await message.ack_sync()


async def main(server, center, department, key, book):
    book = sqlite3.connect(book)
    book.executescript(SCHEMA)
    with open(key, encoding="ascii") as file:
        seed = file.read().strip()
    inbox = f"_INBOX_{department}".encode()
    client = await nats.connect(server, nkeys_seed_str=seed, inbox_prefix=inbox, max_reconnect_attempts=-1)
    async with asyncio.TaskGroup() as both:
        both.create_task(keep_checkpoints(client, center, department, book))
        async for message in each(client, f"yidi-{center}-{department}", department):
            await take(book, message)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:6]))
