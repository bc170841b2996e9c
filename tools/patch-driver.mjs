#!/usr/bin/env node
/**
 * Mends postgres.js 3.4.9 in node_modules. When a connection is lost, the unmended driver ends the whole process with an
 * exception nobody can catch, may leave the connection unusable for good, and sends what a transaction still asks on the
 * connection that comes after, into somebody else's transaction (porsager/postgres issues 1066, 1154, 1208, pull
 * requests 1155, 1168, 1209: open). Run after every installation; safe to run again. Remove it with the release that has
 * the fixes. It also keeps what the first caller of a statement had in memory for as long as the process runs.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const VERSION = '3.4.9';
const MARK = '/* mended by tools/patch-driver.mjs, 3 */';

/** Per file: what is replaced by what. Each must be found exactly once. */
const CHANGES = {
  'src/connection.js': [
    // Something is written although the connection is gone: refuse what waits for it.
    [
      'function nextWrite(fn) {\n',
      `function nextWrite(fn) {
    if (socket === null) {
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options))
      return false
    }
`,
    ],
    // A write that was planned is forgotten, or the greeting of the next connection waits for it for ever.
    [
      'incomings = null\n    clearImmediate(nextWriteTimer)\n',
      'incomings = null\n    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n',
    ],
    // What was asked between the error and the end would be left in the queue, and the next connection would wait for
    // its answer for ever, or take another query's for it.
    [
      "!hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n",
      `if (query || sent.length)
      error(Errors.connection('CONNECTION_CLOSED', options))
    query = results = errorResponse = stream = final = null\n`,
    ],
    // COPY goes past the buffer, straight to the socket.
    [
      `    stream = new Stream.Writable({
      autoDestroy: true,
      write(chunk, encoding, callback) {
        socket.write(b().d().raw(chunk).end(), callback)
      },
      destroy(error, callback) {
        callback(error)
        socket.write(b().f().str(error + b.N).end())
        stream = null
      },
      final(callback) {
        socket.write(b().c().end())
`,
      `    stream = new Stream.Writable({
      autoDestroy: true,
      write(chunk, encoding, callback) {
        socket === null
          ? callback(Errors.connection('CONNECTION_CLOSED', options))
          : socket.write(b().d().raw(chunk).end(), callback)
      },
      destroy(error, callback) {
        callback(error)
        socket !== null && socket.write(b().f().str(error + b.N).end())
        stream = null
      },
      final(callback) {
        if (socket === null) return callback(Errors.connection('CONNECTION_CLOSED', options))
        socket.write(b().c().end())
`,
    ],
    // The driver's own question for array types: the query it was asked for is refused with it, nobody waits for this one.
    ['`], [], execute)\n    types.forEach', '`], [], execute).catch(() => [])\n    types.forEach'],
    // Nagle's algorithm holds each small message back until the one before is confirmed: 40 ms, twice for a batch.
    [
      `keep_alive && socket.setKeepAlive && socket.setKeepAlive(true, 1000 * keep_alive)\n`,
      `keep_alive && socket.setKeepAlive && socket.setKeepAlive(true, 1000 * keep_alive)
      socket.setNoDelay && socket.setNoDelay(true)\n`,
    ],
  ],
  'src/index.js': [
    [
      `      , connection
      , prepare = null

    try {
      await sql.unsafe('begin '`,
      `      , connection
      , prepare = null
      , lost = null

    try {
      await sql.unsafe('begin '`,
    ],
    // A transaction ends with its connection: nothing more of it reaches the connection that comes after.
    [
      'new Promise((_, reject) => connection.onclose = reject)\n      ])\n    } catch (error) {\n      throw error',
      `new Promise((_, reject) => connection.onclose = e => {
          lost = e
          while (queries.length)
            queries.shift().reject(e)
          reject(e)
        })
      ])
    } catch (error) {
      throw error`,
    ],
    [
      `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full`,
      `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
        c.queue === full`,
    ],
  ],
  'src/query.js': [
    // For each statement an error is kept for ever, so that a failure can name who asked. Until its stack is text it holds
    // the frames, and with them everything the first caller had in hand: batches of events, whole files.
    [
      '  originCache.set(xs, new Error())\n',
      '  originCache.set(xs, new Error())\n  originCache.get(xs).stack\n',
    ],
  ],
};

/** Mends the driver of the installation at `root`, when it is there and not mended yet. */
export function patchDriver(root) {
  const folder = path.join(root, 'node_modules', 'postgres');
  if (!existsSync(folder)) return;
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  if (version !== VERSION) {
    throw new Error(
      `tools/patch-driver.mjs is for postgres ${VERSION}, not ${version}. Look whether the fixes are in it.`,
    );
  }
  for (const [name, changes] of Object.entries(CHANGES)) {
    const file = path.join(folder, name);
    const before = readFileSync(file, 'utf8');
    if (before.startsWith(MARK)) continue;
    if (before.startsWith('/* mended'))
      throw new Error(
        `postgres/${name} was mended by an older version. Delete node_modules/postgres.`,
      );
    let after = before;
    for (const [from, to] of changes) {
      if (after.split(from).length !== 2)
        throw new Error(`postgres/${name} is not as expected: ${from}`);
      after = after.replace(from, () => to);
    }
    // Renamed into place: another process may be reading it at this moment.
    const half = `${file}.${process.pid}`;
    writeFileSync(half, `${MARK}\n${after}`);
    renameSync(half, file);
  }
}

if (process.argv[1] === import.meta.filename) patchDriver(path.dirname(import.meta.dirname));
