import { expect, test } from 'vitest';
import { createLog, readableLine } from './log.ts';

function lines(run: (log: ReturnType<typeof createLog>) => void): string {
  let out = '';
  run(
    createLog({
      write: (line) => {
        out += line;
      },
    }),
  );
  return out;
}

test('personal fields are taken out at every level we log at', () => {
  const out = lines((log) => {
    log.info({ email: 'a@b.de', body: { phone: '+491701', traits: { city: 'Ulm' } } }, 'seen');
    log.info({ req: { headers: { authorization: 'Basic xyz', cookie: 'session=1' } } }, 'asked');
    log.info({ staff: { login: { password: 'hunter2' } } }, 'tried');
  });
  for (const secret of ['a@b.de', '+491701', 'Ulm', 'xyz', 'session=1', 'hunter2']) {
    expect(out).not.toContain(secret);
  }
  expect(out).toContain('"msg":"seen"');
});

test('addresses inside sentences and errors are taken out too', () => {
  const out = lines((log) => {
    log.warn('mail to anna.k@laden.example refused');
    log.error({ err: new Error('duplicate key (anna.k@laden.example)') }, 'no');
    log.info('GET /setup?token=abc123&x=1');
  });
  expect(out).not.toContain('anna.k');
  expect(out).not.toContain('abc123');
  expect(out).toContain('refused');
});

test('the readable form keeps sentence, level and fields', () => {
  const json = JSON.stringify({ level: 40, time: 0, msg: 'disk is full', left: 3 });
  expect(readableLine(json)).toBe('00:00:00 warn  disk is full  left=3\n');
});
