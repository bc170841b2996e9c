/**
 * Calls to addresses that people or browsers named: webhooks, push services. The host is resolved once, every address it
 * has must be a public one, and the connection goes to just that address – so that a name which answers differently the
 * second time (DNS rebinding) leads nowhere. Redirects are not followed.
 */
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP } from 'node:net';
import type { ProviderAnswer } from './provider.ts';
import type { OwnWord } from './said.ts';

/** One address of a host. */
export interface HostAddress {
  address: string;
  family: number;
}
/** Finds the addresses of a host; passed in, so that tests decide. */
export type ResolveHost = (host: string) => Promise<HostAddress[]>;

/** The machine's own resolver. */
export const resolveHost: ResolveHost = (host) => lookup(host, { all: true, verbatim: true });

export interface GuardedCall {
  url: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
  timeoutMs: number;
  /** The operator allowed private and loopback hosts. */
  allowPrivateHosts: boolean;
  resolve?: ResolveHost;
  /** What ends a call that takes longer than `timeoutMs`; the machine's own timer unless told. */
  patience?: (ms: number) => AbortSignal;
}

/** What differs in tests. */
export type GuardTuning = Partial<Pick<GuardedCall, 'resolve' | 'patience'>>;

/** Networks that are nobody's on the internet (IANA special-purpose registries). */
const PRIVATE_4 = new BlockList();
/** A list of its own: in one list, the range of mapped addresses would hold every IPv4 address. */
const PRIVATE_6 = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE_4.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const)
  PRIVATE_6.addSubnet(network, bits, 'ipv6');

/** True for an address inside a house, a machine or a cloud's own network. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return PRIVATE_4.check(address, 'ipv4');
  return family !== 6 || PRIVATE_6.check(address, 'ipv6');
}

/** Why an address may not be called; null = it may. */
export type GuardRefusal = 'not_http' | 'private' | 'unresolved';

/** Posts. A refused address is `away` with the reason as words. Never throws. */
export async function guardedPost(call: GuardedCall): Promise<ProviderAnswer> {
  const found = await addressFor(call);
  if (typeof found === 'string') return { kind: 'away', words: found };
  return post(call, found.url, found.address);
}

/** Looks an address up and judges it; for checks of settings, too. */
export async function addressFor(
  call: Pick<GuardedCall, 'url' | 'allowPrivateHosts' | 'resolve'>,
): Promise<{ url: URL; address: HostAddress } | GuardRefusal> {
  if (!URL.canParse(call.url)) return 'not_http';
  const url = new URL(call.url);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && call.allowPrivateHosts))
    return 'not_http';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  let addresses: HostAddress[];
  try {
    addresses =
      isIP(host) === 0
        ? await (call.resolve ?? resolveHost)(host)
        : [{ address: host, family: isIP(host) }];
  } catch {
    return 'unresolved';
  }
  const [first] = addresses;
  if (first === undefined) return 'unresolved';
  if (!call.allowPrivateHosts && addresses.some(({ address }) => isPrivateAddress(address)))
    return 'private';
  return { url, address: first };
}

const BODY_MAX = 100_000;

function post(
  call: GuardedCall,
  url: URL,
  { address, family }: HostAddress,
): Promise<ProviderAnswer> {
  return new Promise((resolve) => {
    let connected = false;
    const body = Buffer.from(call.body);
    const { timeoutMs, patience = (ms) => AbortSignal.timeout(ms) } = call;
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      headers: { ...call.headers, 'content-length': String(body.length) },
      agent: false,
      signal: patience(timeoutMs),
      // Whatever the name says now, the connection goes to the address that was judged.
      lookup: (_host, options, done) => {
        if (options.all === true) done(null, [{ address, family }]);
        else done(null, address, family);
      },
    });
    request.on('socket', (socket) => {
      const ready = url.protocol === 'https:' ? 'secureConnect' : 'connect';
      socket.once(ready, () => {
        connected = true;
      });
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      const late: OwnWord = 'no_answer';
      const words = error.name === 'AbortError' ? late : (error.code ?? error.name);
      resolve(connected ? { kind: 'unknown', words } : { kind: 'away', words });
    });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const end = (): void => resolve(answerOf(response, Buffer.concat(chunks).toString('utf8')));
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= BODY_MAX) chunks.push(chunk);
        else response.destroy();
      });
      response.on('end', end);
      response.on('close', end);
      response.on('error', end);
    });
    request.end(body);
  });
}

function answerOf(response: http.IncomingMessage, text: string): ProviderAnswer {
  const header = response.headers['retry-after'];
  const seconds = Number(header);
  const retryAfterMs =
    header === undefined
      ? null
      : Number.isFinite(seconds)
        ? Math.min(seconds, 86_400) * 1000
        : 60_000;
  return { kind: 'answer', status: response.statusCode ?? 0, text, json: null, retryAfterMs };
}
