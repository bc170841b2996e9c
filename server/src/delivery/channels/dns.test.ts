import { expect, test } from 'vitest';
import { type AskDns, checkDns, type DnsWish } from './dns.ts';

const KEY = 'v=DKIM1; k=rsa; p=ABCD';
const WISH: DnsWish = {
  domain: 'news.laden.example',
  smtpHost: 'smtp.anbieter.example',
  dkim: {
    recordName: 'a1._domainkey.news.laden.example',
    recordValue: KEY,
    domain: 'laden.example',
  },
  bounceDomain: 'bounce.laden.example',
};
const GOOD: Record<string, string[]> = {
  'TXT news.laden.example': ['google-site-verification=1', 'v=spf1 include:anbieter.example ~all'],
  'TXT a1._domainkey.news.laden.example': ['v=DKIM1; k=rsa; p=AB CD'],
  'TXT _dmarc.laden.example': ['v=DMARC1; p=quarantine'],
  'MX news.laden.example': ['10 mx.laden.example'],
  'MX bounce.laden.example': ['10 mx.laden.example'],
};
const dns = (records: Record<string, string[] | 'silent'>): AskDns => {
  const ask = async (name: string): Promise<string[]> => {
    const found = records[name] ?? [];
    if (found === 'silent') throw new Error('timeout');
    return found;
  };
  return { txt: (name) => ask(`TXT ${name}`), mx: (name) => ask(`MX ${name}`) };
};
const states = async (change: Record<string, string[] | 'silent'>, wish = WISH) => {
  const check = await checkDns(dns({ ...GOOD, ...change }), wish, 5);
  return {
    all: check.state,
    ...Object.fromEntries(check.findings.map((one) => [one.record, one.state])),
  };
};

test('everything in its place', async () => {
  expect(await states({})).toEqual({
    all: 'good',
    spf: 'good',
    dkim: 'good',
    dmarc: 'good',
    mx: 'good',
    bounce: 'good',
  });
});

test('nothing there: what to enter is said', async () => {
  const check = await checkDns(dns({}), WISH, 5);
  expect(check.state).toBe('missing');
  const wanted = Object.fromEntries(check.findings.map((one) => [one.record, one.wanted]));
  expect(wanted).toMatchObject({
    dkim: KEY,
    spf: 'v=spf1 include:anbieter.example ~all',
    dmarc: 'v=DMARC1; p=none; rua=mailto:dmarc@laden.example',
  });
  for (const { words } of check.findings) expect(words.de).not.toBe(words.en);
});

test.each([
  ['8.8.4.4', 'v=spf1 ip4:8.8.4.4 ~all'],
  ['127.0.0.1', null],
  ['localhost', null],
  ['mail.local', null],
  [null, null],
])('a mail server of one’s own, %s: no record that would shut it out', async (smtpHost, wanted) => {
  const { findings } = await checkDns(dns({}), { ...WISH, smtpHost }, 5);
  const spf = findings.find(({ record }) => record === 'spf');
  expect(spf?.wanted).toBe(wanted);
  expect(spf?.words.en).toContain('public IP address');
});

test('single faults', async () => {
  const spf = 'TXT news.laden.example';
  expect(await states({ [spf]: ['v=spf1 a ~all', 'v=spf1 mx ~all'] })).toMatchObject({
    spf: 'warning',
  });
  expect(await states({ [spf]: ['v=spf1 +all'] })).toMatchObject({ spf: 'warning' });
  expect(await states({ [spf]: ['v=spf1 include:other.example -all'] })).toMatchObject({
    spf: 'warning',
  });
  const dkim = 'TXT a1._domainkey.news.laden.example';
  expect(await states({ [dkim]: ['v=DKIM1; p=OTHER'] })).toMatchObject({ dkim: 'missing' });
  expect(await states({}, { ...WISH, dkim: null })).toMatchObject({ dkim: 'warning' });
  expect(await states({ 'TXT _dmarc.laden.example': ['v=DMARC1'] })).toMatchObject({
    dmarc: 'warning',
  });
  expect(await states({ 'MX news.laden.example': ['0 '] })).toMatchObject({ mx: 'warning' });
  expect(await states({ 'MX bounce.laden.example': [] })).toMatchObject({
    bounce: 'missing',
    all: 'missing',
  });
});

test('a DNS without an answer is not a fault of the shop', async () => {
  expect(await states({ 'TXT news.laden.example': 'silent' })).toMatchObject({
    spf: 'unknown',
    all: 'unknown',
  });
});
