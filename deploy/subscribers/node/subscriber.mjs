// A department's reader: takes what the center tells, once each and in order, and goes on after a crash.
//
//     node subscriber.mjs nats://127.0.0.1:4222 990101 housing keys/housing.nk book.jsonl [VERIFIER]
//
// The effect here is a line in a file, which also says how far we are: one write, so both are there or neither. If yours
// is something else, keep it and the progress in one transaction, or make it harmless when it happens twice. With the
// center's public key (VERIFIER, as `yidi checkpoint` prints it) it also keeps the signed checkpoints of the center's log in
// `book.jsonl.checkpoints`, and stops if one contradicts what it kept: what it has witnessed cannot be denied to it later.

import { createHash, createPublicKey, verify } from "node:crypto";
import { appendFileSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";

import { jetstream } from "@nats-io/jetstream";
import { connect, nkeyAuthenticator } from "@nats-io/transport-node";

const WAIT_MS = 5_000;
/** Behind a gap: five times that is more than the minute in which the center fills one, so nothing is passed over meanwhile. */
const AGAIN_AFTER_MS = 15_000;

/** Messages are missing: the center notices within a minute, and fills the stream again. */
class Gap extends Error {}

/** The hash of a message: it binds the one before, the number, the id and the body. */
function link(prev, seq, id, body) {
  const number = (value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(value));
    return bytes;
  };
  const name = Buffer.from(id);
  const parts = [Buffer.from(prev, "hex"), number(seq), number(name.length), name, body];
  return createHash("sha256").update(Buffer.concat(parts)).digest("hex");
}

/** Where a message stands behind what is done; null if it was taken before. */
function place(message, done) {
  const [prev, hash, id] = ["Yidi-Prev", "Yidi-Hash", "ce-id"].map((name) => message.headers.get(name));
  const seq = Number(message.headers.get("Yidi-Seq"));
  if (link(prev, seq, id, message.data) !== hash) throw new Error(`message ${seq} is not what its hash was made of`);
  if (seq <= done.seq) return null;
  if (seq > done.seq + 1) throw new Gap(`messages ${done.seq + 1} to ${seq - 1} are missing`);
  if (prev !== done.hash) throw new Error(`message ${seq} does not follow on what was told before`);
  return { seq, hash };
}

/** A file of lines that is only added to. Half a line is what a crash left: what it was about was not acknowledged. */
class Lines {
  constructor(path, nothing) {
    this.file = openSync(path, "a+");
    const bytes = readFileSync(path);
    const whole = bytes.lastIndexOf(10) + 1;
    ftruncateSync(this.file, whole);
    this.all = bytes.subarray(0, whole).toString().split("\n").filter(Boolean);
    this.last = this.all.length ? JSON.parse(this.all.at(-1)) : nothing;
  }

  add(line) {
    writeSync(this.file, `${JSON.stringify(line)}\n`);
    fsyncSync(this.file);
    this.last = line;
  }
}

/** Size and root of a signed checkpoint (C2SP tlog-checkpoint in a C2SP signed note), if the center signed it. */
function word(note, verifier) {
  const [, name, ident, key] = verifier.match(/^([^+]+)\+([0-9a-f]{8})\+(.+)$/);
  const end = note.lastIndexOf("\n\n") + 1;
  const text = note.slice(0, end);
  const x = Buffer.from(key, "base64").subarray(1).toString("base64url");
  const center = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const signed = note.slice(end + 1).split("\n").some((line) => {
    const bytes = Buffer.from(line.slice(line.lastIndexOf(" ") + 1), "base64");
    const theirs = line.startsWith(`— ${name} `) && bytes.subarray(0, 4).toString("hex") === ident;
    return theirs && verify(null, Buffer.from(text), center, bytes.subarray(4));
  });
  const [origin, size, root] = text.split("\n");
  if (!signed || origin !== name) throw new Error("a checkpoint is not signed by the center");
  return { size: Number(size), root };
}

/** Whether a checkpoint only adds to another (RFC 9162, section 2.1.4.2). */
function adds(old, fresh, proof) {
  const node = (left, right) => createHash("sha256").update(Buffer.concat([Buffer.from([1]), left, right])).digest();
  const [oldRoot, newRoot] = [old.root, fresh.root].map((root) => Buffer.from(root, "base64"));
  let [at, last] = [old.size - 1, fresh.size - 1];
  const up = () => ([at, last] = [Math.floor(at / 2), Math.floor(last / 2)]);
  while (at % 2) up();
  const [first, ...rest] = at ? proof : [oldRoot, ...proof];
  if (!first) return false;
  let [before, after] = [first, first];
  for (const other of rest) {
    if (last === 0) return false;
    if (at % 2 || at === last) {
      [before, after] = [node(other, before), node(other, after)];
      while (at && at % 2 === 0) up();
    } else {
      after = node(after, other);
    }
    up();
  }
  return last === 0 && before.equals(oldRoot) && after.equals(newRoot);
}

/** What speaks against a checkpoint; null if it only adds to what was kept, or was kept before. */
function objection(kept, came, headers) {
  const same = kept.known.get(came.size);
  if (same !== undefined) return same === came.root ? null : "another of as many commits was kept";
  const before = kept.lines.last;
  if (before.size === 0) return null;
  const proof = (headers.get("Yidi-Proof") || "").split(" ").filter(Boolean).map((hash) => Buffer.from(hash, "hex"));
  const follows = came.size > before.size && Number(headers.get("Yidi-From")) === before.size;
  return follows && adds(before, came, proof) ? null : `it does not add to the one of ${before.size} commits`;
}

/** The checkpoints that were kept. One that contradicts them is laid down beside the book, and a person has to look. */
class Kept {
  constructor(path) {
    this.evidence = `${path}.contradiction`;
    this.lines = new Lines(`${path}.checkpoints`, { size: 0 });
    this.known = new Map(this.lines.all.map((line) => JSON.parse(line)).map(({ size, root }) => [size, root]));
  }

  refuse(note, against) {
    appendFileSync(this.evidence, `${against}\n\n${this.lines.last.note ?? ""}\n${note}\n`);
    throw new Error(`a checkpoint is refused, ${against}: see ${this.evidence}, and ask the center`);
  }

  witness(message, verifier) {
    const note = message.string();
    let came;
    try {
      came = word(note, verifier);
    } catch (error) {
      this.refuse(note, `it is not the center's word: ${error.message}`);
    }
    const against = objection(this, came, message.headers);
    if (against) this.refuse(note, against);
    if (this.known.has(came.size)) return;
    this.lines.add({ ...came, note });
    this.known.set(came.size, came.root);
  }
}

/** Takes one message; the broker is told only when it is on the disk. */
async function take(book, message) {
  const again = message.headers.get("Yidi-Again");
  let here;
  try {
    here = again === "none" ? null : place(message, book.last);
  } catch (error) {
    if (!(error instanceof Gap)) throw error;
    console.error(error.message);
    message.nak(AGAIN_AFTER_MS);
    return;
  }
  if (here) book.add({ ...here, fact: again === "discard" ? null : message.json() });
  await message.ackAck();
}

const [server, center, department, key, path, verifier] = process.argv.slice(2);
const book = new Lines(path, { seq: 0, hash: "0".repeat(64) });
const seed = new TextEncoder().encode(readFileSync(key, "ascii").trim());
const client = await connect({
  servers: server,
  authenticator: nkeyAuthenticator(seed),
  inboxPrefix: `_INBOX_${department}`,
  maxReconnectAttempts: -1,
});
const streams = jetstream(client).consumers;

/** The messages of a stream, one after the other, for ever. */
async function each(stream, work) {
  const consumer = await streams.get(stream, department);
  for (;;) {
    const message = await consumer.next({ expires: WAIT_MS });
    if (message) await work(message);
  }
}

/** Without the center's public key there is nothing to believe; a contradiction ends the program, so that somebody looks. */
async function keepCheckpoints() {
  if (!verifier) return;
  const kept = new Kept(path);
  await each(`yidi-checkpoints-${center}`, async (message) => {
    kept.witness(message, verifier);
    await message.ackAck();
  });
}

/** What it did not take, though it was sent five times, comes again on a stream of its own when somebody has decided so. */
const own = [`yidi-${center}-${department}`, `yidi-again-${center}-${department}`];
await Promise.all([...own.map((stream) => each(stream, (message) => take(book, message))), keepCheckpoints()]);
