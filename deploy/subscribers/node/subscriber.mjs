// A department's reader: takes what the center tells, once each and in order, and goes on after a crash.
//
//     node subscriber.mjs nats://127.0.0.1:4222 990101 housing keys/housing.nk book.jsonl
//
// The effect here is a line in a file, which also says how far we are: one write, so both are there or neither. If yours
// is something else, keep it and the progress in one transaction, or make it harmless when it happens twice. Beside the
// facts it keeps the signed checkpoints of the center's log, where they are published, in `book.jsonl.checkpoints`: what it
// has witnessed cannot be denied to it later.

import { createHash } from "node:crypto";
import { fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";

import { jetstream } from "@nats-io/jetstream";
import { connect, nkeyAuthenticator } from "@nats-io/transport-node";

const WAIT_MS = 5_000;
const AGAIN_AFTER_MS = 1_000;

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
    const last = bytes.subarray(0, whole).toString().trimEnd().split("\n").pop();
    this.last = last ? JSON.parse(last) : nothing;
  }

  add(line) {
    writeSync(this.file, `${JSON.stringify(line)}\n`);
    fsyncSync(this.file);
    this.last = line;
  }
}

/** Keeps a signed checkpoint of the center's log, and makes sure that it does not contradict an older one. */
function witness(kept, note) {
  const [commits, root] = note.split("\n").slice(1, 3);
  const [size, before] = [Number(commits), kept.last];
  if (size < before.size || (size === before.size && root !== before.root)) {
    throw new Error(`a checkpoint of ${size} commits contradicts the one of ${before.size}: keep both, and ask the center`);
  }
  if (size > before.size) kept.add({ size, root, note });
}

/** Takes one message; the broker is told only when it is on the disk. */
async function take(book, message) {
  let here;
  try {
    here = place(message, book.last);
  } catch (error) {
    if (!(error instanceof Gap)) throw error;
    console.error(error.message);
    message.nak(AGAIN_AFTER_MS);
    return;
  }
  if (here) book.add({ ...here, fact: message.json() });
  await message.ackAck();
}

const [server, center, department, key, path] = process.argv.slice(2);
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

/** Where no checkpoints are published there are none to keep; a contradiction ends the program, so that somebody looks. */
async function keepCheckpoints() {
  const stream = `yidi-checkpoints-${center}`;
  const published = await streams.get(stream, department).catch(() => null);
  if (!published) return;
  const kept = new Lines(`${path}.checkpoints`, { size: 0 });
  await each(stream, async (message) => {
    witness(kept, message.string());
    await message.ackAck();
  });
}

await Promise.all([each(`yidi-${center}-${department}`, (message) => take(book, message)), keepCheckpoints()]);
