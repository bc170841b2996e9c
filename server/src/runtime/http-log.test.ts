import { pino } from 'pino';
import { expect, test } from 'vitest';
import { onDemandLogger } from './http-log.ts';

function logger(level: string) {
  const lines: { msg: string; level: number; reqId?: string }[] = [];
  const parent = pino({ level }, { write: (line) => lines.push(JSON.parse(line)) });
  let made = 0;
  const log = onDemandLogger(
    new Proxy(parent, {
      get: (target, name) => {
        if (name === 'child') made += 1;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
    { reqId: 'r1' },
  );
  return { lines, log, made: () => made };
}

test('says nothing below the level, and costs nothing then', () => {
  const { log, lines, made } = logger('warn');
  log.debug({ a: 1 }, 'no');
  log.info('no');
  expect(lines).toEqual([]);
  expect(made()).toBe(0);
});

test('says what is asked with the request it belongs to, made once', () => {
  const { log, lines, made } = logger('warn');
  log.warn('first');
  log.error({ err: new Error('x') }, 'second');
  expect(lines).toMatchObject([
    { msg: 'first', level: 40, reqId: 'r1' },
    { msg: 'second', level: 50, reqId: 'r1' },
  ]);
  expect(made()).toBe(1);
  log.child({ more: 1 }).warn('third');
  expect(lines[2]).toMatchObject({ msg: 'third', reqId: 'r1', more: 1 });
});
