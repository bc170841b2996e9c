/**
 * Mail servers in the inner network. One on this machine or beside it is the usual thing where a shop hosts itself; other
 * services there are nobody's business who may only set a channel up. So a private address is spoken to at the ports of mail
 * alone, unless the operator allows more (ALLOW_PRIVATE_HOSTS). The name is looked up once and the connection goes to what
 * was judged: a name that answers differently the second time leads nowhere.
 */
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { type HostAddress, isPrivateAddress, type ResolveHost } from '../guarded.ts';

/** Where mail servers listen, those that only collect (Mailpit, MailHog) included. */
export const MAIL_PORTS: ReadonlySet<number> = new Set([25, 465, 587, 1025, 2525]);

/** The address is in the inner network and the port is none of mail. */
export class InnerHost extends Error {}

/** True where only public addresses may be spoken to. */
export function onlyPublic(port: number, allowPrivateHosts: boolean): boolean {
  return !allowPrivateHosts && !MAIL_PORTS.has(port);
}

/** True for a private address in figures; names are judged when they are looked up. */
export function isInner(host: string): boolean {
  return isIP(host) !== 0 && isPrivateAddress(host);
}

/** Looks a name up; fails with `InnerHost` when any of its addresses is a private one. */
export function publicLookup(resolve: ResolveHost): LookupFunction {
  const judged = callbackify(async (host: string): Promise<HostAddress[]> => {
    const found = await resolve(host);
    const inner = found.some(({ address }) => isPrivateAddress(address));
    if (inner || found.length === 0) throw new InnerHost(host);
    return found;
  });
  return (host, options, done) =>
    judged(host, (error, found) => {
      const [first] = found ?? [];
      if (error !== null || first === undefined) done(error, '');
      else if (options.all === true) done(null, found);
      else done(null, first.address, first.family);
    });
}
