import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { createLog } from '../../runtime/index.ts';
import { surviveLostConnections } from './start.ts';

it('a query that a library lost with its connection is told, anything else ends the process', () => {
  const host = new EventEmitter();
  const lines: string[] = [];
  const log = createLog({ level: 'error', write: (line) => void lines.push(line) });
  surviveLostConnections(host, log);

  const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  host.emit('unhandledRejection', lost);
  expect(lines.join('')).toContain('connect ECONNREFUSED');

  const fault = new TypeError('not a function');
  expect(() => host.emit('unhandledRejection', fault)).toThrow(fault);
});
