/**
 * RSA signatures beside the main thread. One takes half a millisecond of a core, so a newsletter keeps threads busy with
 * nothing else; each gets many texts at a time, because waking a thread for one signature costs the main thread as much as
 * writing the mail. The first few, and single ones, go through node's own pool: nobody waits for a thread to start.
 */
import { type KeyObject, sign } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Below this many at once a thread of our own is not worth its start. */
const FEW = 8;
/** A core is left to everything else. */
const THREADS_MAX = Math.max(1, Math.min(4, availableParallelism() - 1));
/** Results come back this many at a time, about every 4 ms. */
const ANSWERED_AT_ONCE = 8;

/** Plain JavaScript, so that it runs wherever this file was bundled to. */
const WORK = `
const { sign } = require('node:crypto');
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ from, texts, key }) => {
  for (let at = 0; at < texts.length; at += ${ANSWERED_AT_ONCE}) {
    const made = texts.slice(at, at + ${ANSWERED_AT_ONCE})
      .map((text) => sign('sha256', Buffer.from(text, 'latin1'), key).toString('base64'));
    parentPort.postMessage({ from: from + at, made });
  }
});`;

interface Wanted {
  text: string;
  key: KeyObject;
  resolve: (signature: string) => void;
  reject: (fault: Error) => void;
}

let waiting: Wanted[] = [];
const threads: SigningThread[] = [];

/** The rsa-sha256 signature of a text of bytes (latin1), in base64. Rejects when the key is none for RSA. */
export function signature(text: string, key: KeyObject): Promise<string> {
  return new Promise((resolve, reject) => {
    if (waiting.length === 0) setImmediate(share);
    waiting.push({ text, key, resolve, reject });
  });
}

/** Gives away what has come together in this turn. */
function share(): void {
  const all = waiting;
  waiting = [];
  const idle = threads.every(({ open }) => open === 0);
  if (all.length < FEW && idle) {
    for (const one of all) signHere(one);
    return;
  }
  for (const [key, own] of byKey(all)) {
    const each = Math.max(FEW, Math.ceil(own.length / THREADS_MAX));
    for (let at = 0; at < own.length; at += each) calmest().add(key, own.slice(at, at + each));
  }
}

function byKey(all: readonly Wanted[]): Map<KeyObject, Wanted[]> {
  const groups = new Map<KeyObject, Wanted[]>();
  for (const one of all) {
    const own = groups.get(one.key);
    if (own === undefined) groups.set(one.key, [one]);
    else own.push(one);
  }
  return groups;
}

function calmest(): SigningThread {
  const free = threads.find(({ open }) => open === 0);
  if (free !== undefined) return free;
  if (threads.length < THREADS_MAX) {
    const thread = new SigningThread();
    threads.push(thread);
    return thread;
  }
  return threads.reduce((one, other) => (other.open < one.open ? other : one));
}

function signHere({ text, key, resolve, reject }: Wanted): void {
  sign('sha256', Buffer.from(text, 'latin1'), key, (error, made) => {
    if (error === null) resolve(made.toString('base64'));
    else reject(error);
  });
}

/** A thread that signs. It keeps the process alive only while it has something to do. */
class SigningThread {
  private readonly worker: Worker;
  private readonly wanted = new Map<number, Wanted>();
  private next = 0;

  constructor() {
    // Nothing of how this process was started: no loaders, no profile.
    this.worker = new Worker(WORK, { eval: true, execArgv: [] });
    this.worker.unref();
    this.worker.on('message', ({ from, made }: { from: number; made: string[] }) => {
      for (const [i, one] of made.entries()) this.take(from + i)?.resolve(one);
      if (this.open === 0) this.worker.unref();
    });
    this.worker.on('error', () => this.end());
    this.worker.on('exit', () => this.end());
  }

  /** How many it has not signed yet. */
  get open(): number {
    return this.wanted.size;
  }

  add(key: KeyObject, all: readonly Wanted[]): void {
    const from = this.next;
    for (const one of all) this.wanted.set(this.next++, one);
    this.worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.worker.postMessage({ from, texts: all.map(({ text }) => text), key });
  }

  private take(n: number): Wanted | undefined {
    const one = this.wanted.get(n);
    this.wanted.delete(n);
    return one;
  }

  /** It died: what it had is signed the other way, whose failure says what is wrong. */
  private end(): void {
    const at = threads.indexOf(this);
    if (at >= 0) threads.splice(at, 1);
    const left = [...this.wanted.values()];
    this.wanted.clear();
    for (const one of left) signHere(one);
  }
}
