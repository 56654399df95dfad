"""A department's reader: takes what the center tells, once each and in order, and goes on after a crash.

    python subscriber.py nats://127.0.0.1:4222 990101 housing keys/housing.nk book.sqlite [VERIFIER]

The effect here is a row in SQLite. Put yours in its place (`effect`), but keep it in the same transaction as `progress`:
then a message is done and known to be done, or neither, whatever dies in between. A fact that `effect` cannot do (it raises)
is tried five times and then set aside here and at the center, with whatever comes of the same case; other cases go on. What a
person decides about it comes on a stream of its own, and the case is taken up where it stopped. If one fact after the other
cannot be done, it waits instead, until `effect` does them again. With the center's public key (VERIFIER, as
`yidi checkpoint` prints it) it also keeps the signed checkpoints of the center's log, and stops if one contradicts what it
kept: what it has witnessed cannot be denied to it later. Needs nats-py and nkeys (which brings PyNaCl), and Python 3.11.
"""

import asyncio
import base64
import hashlib
import json
import sqlite3
import sys

import nats
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from nats.errors import TimeoutError as NothingCame
from nats.js.errors import ServiceUnavailableError as NotThere

WAIT_SECONDS = 5
# Between two tries of a fact, and before a stream that is not there is asked for again: a register that is away for a minute
# sets nothing aside.
AGAIN_AFTER_SECONDS = 15
# Behind a gap: five times that is more than the minute in which the center fills one, so nothing is passed over meanwhile.
GAP_SECONDS = 15
# The broker sends a message so often, and no more.
TRIES_MAX = 5
# Facts set aside one after the other, nothing done between them: then it is this register and not the fact.
STRIKES_MAX = 3
# What the broker says, in its words, to whoever has another's key, or none.
REFUSALS = ("authorization", "permissions violation")

SCHEMA = """
CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL);
INSERT OR IGNORE INTO progress VALUES (1, 0, printf('%064d', 0));
CREATE TABLE IF NOT EXISTS facts (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, fact TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS aside (seq INTEGER PRIMARY KEY, matter TEXT NOT NULL, fact TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS witnessed (size INTEGER PRIMARY KEY, root BLOB NOT NULL, note TEXT NOT NULL);
"""

# Of a message that is set aside: its case, and the first that is of this case. The others only wait behind that one.
FIRST_ASIDE = """
SELECT matter, (SELECT min(seq) FROM aside AS same WHERE same.matter = aside.matter) FROM aside WHERE seq = ?
"""


class Wrong(Exception):
    """The stream is not what it should be: a person has to look."""


class Gap(Exception):
    """Messages are missing: the center notices within a minute, and fills the stream again."""


class NotDone(Exception):
    """A fact that `effect` could not do."""

    def __init__(self, seq, error):
        super().__init__(f"message {seq} cannot be done: {error}")
        # What the center is told of it: which fact, and the kind of fault. The words of an error may name a person.
        self.reason = f"message {seq}: {type(error).__name__}"


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


def effect(book, seq, text):
    """What a fact leads to at this department. Called inside the transaction that notes that it was done."""
    fact = json.loads(text)
    book.execute("INSERT INTO facts VALUES (?, ?, ?, ?)", (seq, fact["id"], fact["kind"], text))


def attempt(book, seq, text):
    """Has the effect, or says which fact could not be done."""
    try:
        effect(book, seq, text)
    except Exception as error:  # Whatever the effect cannot do: that is what setting aside is for.
        raise NotDone(seq, error) from error


def do(book, here, message, last):
    """Does a message that is the next one. Behind one of its case that is set aside it is laid down, and so it is at its
    last try, before that: whatever happens then, it is in the book."""
    seq, matter, text = here[0], message.headers["ce-subject"], message.data.decode()
    held = book.execute("SELECT 1 FROM aside WHERE matter = ?", (matter,)).fetchone()
    given_up = message.headers.get("Yidi-Again") == "discard"
    with book:
        if not given_up and (held or last):
            book.execute("INSERT INTO aside VALUES (?, ?, ?)", (seq, matter, text))
        elif not given_up:
            attempt(book, seq, text)
        book.execute("UPDATE progress SET seq = ?, hash = ?", here)
    if last and not held and not given_up:
        take_up(book, matter)


def take_up(book, matter, given_up=None):
    """Does what is laid down of a case, in its order; what was given up is left out. Where nothing is, nothing happens: so
    whatever an earlier taking-up left behind when it died, the next one finds."""
    rows = book.execute("SELECT seq, fact FROM aside WHERE matter = ? ORDER BY seq", (matter,)).fetchall()
    for seq, text in rows:
        with book:
            if seq != given_up:
                attempt(book, seq, text)
            book.execute("DELETE FROM aside WHERE seq = ?", (seq,))


def word(note, verifier):
    """Size and root of a signed checkpoint (C2SP tlog-checkpoint in a C2SP signed note), if the center signed it."""
    name, ident, key = verifier.split("+", 2)
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    for line in signatures.splitlines():
        signer, signature = line.removeprefix("— ").rsplit(" ", 1)
        signature = base64.b64decode(signature)
        if signer == name and signature[:4].hex() == ident:
            VerifyKey(base64.b64decode(key)[1:]).verify(text.encode(), signature[4:])
            origin, size, root = text.split("\n")[:3]
            if origin == name:
                return int(size), base64.b64decode(root)
    raise Wrong("a checkpoint is not signed by the center")


def node(left, right):
    """A node of the tree over all commits (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def adds(old, new, proof):
    """Whether a checkpoint only adds to another, each as size and root (RFC 9162, section 2.1.4.2)."""
    at, last = old[0] - 1, new[0] - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    path = proof if at else [old[1], *proof]
    if not path:
        return False
    before = after = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node(other, before), node(other, after)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            after = node(after, other)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old[1] and after == new[1]


def objection(book, message, verifier):
    """What speaks against a checkpoint; None if it only adds to what was kept, or was kept before."""
    try:
        size, root = came = word(message.data.decode(), verifier)
    except (Wrong, ValueError, BadSignatureError) as error:
        return f"it is not the center's word: {error}"
    same = book.execute("SELECT root FROM witnessed WHERE size = ?", (size,)).fetchone()
    last = book.execute("SELECT size, root FROM witnessed ORDER BY size DESC LIMIT 1").fetchone()
    if same or not last:
        return "another of as many commits was kept" if same and same[0] != root else None
    proof = [bytes.fromhex(part) for part in message.headers.get("Yidi-Proof", "").split()]
    if size < last[0] or int(message.headers["Yidi-From"]) != last[0] or not adds(last, came, proof):
        return f"it does not add to the one of {last[0]} commits"
    return None


def witness(book, message, verifier, evidence):
    """Keeps a checkpoint. One that contradicts what was kept is laid down beside the book, and a person has to look."""
    note, against = message.data.decode(), objection(book, message, verifier)
    if against:
        last = book.execute("SELECT note FROM witnessed ORDER BY size DESC LIMIT 1").fetchone()
        with open(evidence, "a", encoding="utf-8") as file:
            file.write(f"{against}\n\n{last[0] if last else ''}\n{note}\n")
        raise Wrong(f"a checkpoint is refused, {against}: see {evidence}, and ask the center")
    with book:
        book.execute("INSERT OR IGNORE INTO witnessed VALUES (?, ?, ?)", (*word(note, verifier), note))


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


async def keep_checkpoints(client, center, department, keep):
    """Witnesses what the center signs."""
    async for message in each(client, f"yidi-checkpoints-{center}", department):
        keep(message)
        await message.ack_sync()


async def take(client, book, message, strikes=0):
    """Takes one message; the broker is told only when it is on the disk. Answers how many facts were now set aside one after
    the other; after too many of them a fact waits here for as long as it takes."""
    done = book.execute("SELECT seq, hash FROM progress").fetchone()
    again, last = message.headers.get("Yidi-Again"), message.metadata.num_delivered >= TRIES_MAX
    seq = int(message.headers["Yidi-Seq"])
    try:
        here = None if again == "none" else place(message, done)
        _, first = book.execute(FIRST_ASIDE, (seq,)).fetchone() or (None, None)
        if here:
            do(book, here, message, last and strikes < STRIKES_MAX)
        elif again in ("retry", "discard"):
            take_up(book, message.headers["ce-subject"], seq if again == "discard" else None)
        elif first == seq:
            await give_up(client, message, f"message {seq}: set aside before")
            return strikes
    except Gap as gap:
        print(gap, file=sys.stderr)
        await message.nak(delay=GAP_SECONDS)
        return strikes
    except NotDone as fault:
        print(fault, file=sys.stderr)
        if strikes >= STRIKES_MAX and not again:
            await wait_with(message)
            return await take(client, book, message, strikes)
        if not last:
            await message.nak(delay=AGAIN_AFTER_SECONDS)
            return strikes
        await give_up(client, message, fault.reason)
        return strikes + 1
    await message.ack_sync()
    return 0


async def wait_with(message):
    """Waits, and says so to the broker, which otherwise takes a message for one that nobody takes."""
    await message.in_progress()
    await asyncio.sleep(AGAIN_AFTER_SECONDS)


async def give_up(client, message, reason):
    """It is in the book, and a person has to look: the broker sends it no more, and the center is told why."""
    await client.publish(message.reply, f"+TERM {reason}".encode())


async def take_each(client, stream, department, book):
    """Takes the messages of a stream."""
    strikes = 0
    async for message in each(client, stream, department):
        strikes = await take(client, book, message, strikes)


async def sign_in(server, department, key):
    """A client of the broker, and what ends when the broker does not let this department in: trying again mends nothing."""
    with open(key, encoding="ascii") as file:
        seed = file.read().strip()
    refused, inbox = asyncio.get_running_loop().create_future(), f"_INBOX_{department}".encode()

    async def listen(error):
        if any(refusal in str(error).lower() for refusal in REFUSALS) and not refused.done():
            refused.set_exception(Wrong(f"the broker does not let {department} in with {key}: {error}"))

    async def end():
        if not refused.done():
            refused.set_exception(Wrong("the broker let go"))

    connecting = asyncio.ensure_future(
        nats.connect(
            server, nkeys_seed_str=seed, inbox_prefix=inbox, max_reconnect_attempts=-1, error_cb=listen, closed_cb=end
        )
    )
    await asyncio.wait((connecting, refused), return_when=asyncio.FIRST_COMPLETED)
    if refused.done():
        connecting.cancel()
        await refused
    return await connecting, refused


async def main(server, center, department, key, path, verifier=None):
    book = sqlite3.connect(path)
    book.executescript(SCHEMA)
    client, refused = await sign_in(server, department, key)
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.wait_for(refused, None))
        if verifier:
            keep = lambda message: witness(book, message, verifier, f"{path}.contradiction")
            group.create_task(keep_checkpoints(client, center, department, keep))
        for stream in (f"yidi-{center}-{department}", f"yidi-again-{center}-{department}"):
            group.create_task(take_each(client, stream, department, book))


if __name__ == "__main__":
    SAID = []
    try:
        asyncio.run(main(*sys.argv[1:7]))
    except* Wrong as wrong:
        SAID.extend(str(one) for one in wrong.exceptions)
    if SAID:
        sys.exit("\n".join(SAID))
