import { expect, it } from 'vitest';
import { asSentence, inBrackets, saidOf } from './said.ts';

it('puts what this house and the network say in words of both languages', () => {
  for (const [words, de, en] of [
    ['inner_host', /im eigenen Netz/, /in the inner network/],
    ['no_answer', /keine Antwort/, /no answer/],
    ['private', /internes Netz/, /private network/],
    ['connect ECONNREFUSED 192.0.2.7:25', /nimmt niemand/, /nobody takes/],
    ['getaddrinfo ENOTFOUND mail.example', /Rechner gibt es nicht/, /no such host/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /Zertifikat/, /certificate/],
    ['write EPROTO 00:wrong version number', /Verschlüsselung/, /encryption/],
  ] as const) {
    const said = saidOf(words);
    expect([words, said?.de]).toEqual([words, expect.stringMatching(de)]);
    expect([words, said?.en]).toEqual([words, expect.stringMatching(en)]);
    expect(said?.de).not.toContain(words);
  }
});

it('tells the other side’s words as theirs, even where they read like the network’s', () => {
  expect(inBrackets('550 5.1.1 no such user')).toEqual({
    de: ' (die Gegenstelle sagt: „550 5.1.1 no such user“)',
    en: ' (the other side says: “550 5.1.1 no such user”)',
  });
  expect(saidOf('554 5.7.1 bad certificate')?.en).toContain('the other side says');
  expect(saidOf('constructor')?.en).toContain('the other side says');
  expect(inBrackets('12 parts').de).toBe(' (12 Teile)');
  expect(inBrackets('')).toEqual({ de: '', en: '' });
});

it('says a refusal of its own as a sentence', () => {
  expect(asSentence('unresolved')).toEqual({
    de: 'Diesen Rechner gibt es nicht.',
    en: 'There is no such host.',
  });
});
