import { describe, expect, it } from 'vitest';
import { identityText } from './identity.ts';

describe('an identifier as a person reads it', () => {
  it('names by its end what only a machine made up', () => {
    const value = '2db0028b-5a0c-4a76-9a53-0f5a2e7c1b9d';
    expect(identityText({ kind: 'anonymous_id', value })).toBe('7c1b9d');
    expect(identityText({ kind: 'device', value })).toBe('7c1b9d');
  });

  it('leaves what people know as it is', () => {
    const value = 'anna.von-der-linde@hofladen-linde.de';
    expect(identityText({ kind: 'email', value })).toBe(value);
    expect(identityText({ kind: 'card', value: '2600000012345' })).toBe('2600000012345');
    expect(identityText({ kind: 'anonymous_id', value: 'besuch-1' })).toBe('besuch-1');
  });
});
