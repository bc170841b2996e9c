/** What benchmarks of mail share: the sink, shoppers who agreed, a template, a mail channel that signs. */
import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import path from 'node:path';
import type { RetailerId, TemplateDraft } from '@augenblick/contract';
import type { Database } from '../../server/src/runtime/index.ts';

/** The mail server of the benchmark. */
export interface Sink {
  port: number;
  taken(): number;
  bytes(): number;
  cpuMs(): number;
  /** Number in the recipient's address → instant (ms) at which its mail was taken. */
  instants: Map<number, number>;
  /** Resolves when the state of the sink is this one: true; false when it is not within `withinMs`. Looks at each report. */
  until(reached: () => boolean, withinMs: number): Promise<boolean>;
  stop(): void;
}

/** Starts the sink in a process of its own. */
export async function startSink(times = false): Promise<Sink> {
  const file = path.join(import.meta.dirname, 'mail-sink.ts');
  const child: ChildProcess = fork(file, times ? ['--times'] : []);
  let seen = { taken: 0, bytes: 0, cpuMs: 0 };
  const instants = new Map<number, number>();
  const watchers = new Set<() => void>();
  const port = await new Promise<number>((resolve) => {
    child.on('message', (said: Record<string, unknown>) => {
      if (typeof said['port'] === 'number') return resolve(said['port']);
      seen = said as typeof seen;
      for (const [n, at] of said['instants'] as [number, number][]) instants.set(n, at);
      for (const look of watchers) look();
      return undefined;
    });
  });
  return {
    port,
    instants,
    taken: () => seen.taken,
    bytes: () => seen.bytes,
    cpuMs: () => seen.cpuMs,
    until: (reached, withinMs) =>
      new Promise((resolve) => {
        const end = performance.now() + withinMs;
        const look = (): void => {
          const yes = reached();
          if (!yes && performance.now() <= end) return;
          watchers.delete(look);
          resolve(yes);
        };
        watchers.add(look);
        look();
      }),
    stop: () => void child.kill(),
  };
}

/** Settings of the mail channel as they are parsed: the sink, five connections, DKIM with 2048 bits. */
export function mailSettings(port: number): Record<string, unknown> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    fromName: 'Musterladen',
    fromAddress: 'laden@muster.example',
    host: '127.0.0.1',
    port,
    security: 'none',
    sign: true,
    verpKey: Buffer.alloc(32, 1).toString('base64'),
    dkim: JSON.stringify({ domain: 'muster.example', selector: 'a', privateKey }),
  };
}

const block = (id: string) => ({ id, ground: 'paper' as const, onlyWith: null });

/** A newsletter of the usual size, with names, a product grid from the cart, and the footer the law asks for. */
export const NEWSLETTER: TemplateDraft = (() => {
  const content = (de: boolean): TemplateDraft['contents']['de'] => ({
    kind: 'mail',
    subject: de ? '{{ first_name }}, Neues aus dem Laden' : '{{ first_name }}, news from the shop',
    preheader: de ? 'Was diese Woche ankam' : 'What came in this week',
    blocks: [
      { ...block('a'), kind: 'header', align: 'center' },
      { ...block('b'), kind: 'heading', text: de ? 'Guten Tag' : 'Hello', level: 1, align: 'left' },
      {
        ...block('c'),
        kind: 'text',
        text: 'Hallo {{ first_name }}, diese Woche kam **viel Neues** herein. [Zum Laden](https://muster.example/neu)',
        align: 'left',
      },
      {
        ...block('d'),
        kind: 'products',
        source: 'cart',
        productIds: [],
        title: 'In Ihrem Warenkorb',
        columns: 2,
        max: 4,
        price: true,
        button: 'Ansehen',
      },
      {
        ...block('e'),
        kind: 'button',
        label: 'Alles ansehen',
        url: 'https://muster.example/alles',
        look: 'filled',
        align: 'center',
      },
      { ...block('f'), kind: 'footer', text: 'Musterladen GmbH' },
    ],
  });
  return {
    name: 'Newsletter',
    channel: 'mail',
    basis: 'marketing',
    contents: { de: content(true), en: content(false) },
    variants: [],
  };
})();

/** Publishes a template under the id. */
export async function publishTemplate(
  database: Database,
  retailerId: RetailerId,
  id: string,
): Promise<void> {
  const draft = database.owner.json(NEWSLETTER as never);
  await database.owner`
    insert into message_template (retailer_id, id, version, draft, created_at, updated_at, published_at)
    values (${retailerId}, ${id}, 1, ${draft}, now(), now(), now())`;
  await database.owner`
    insert into message_template_version (retailer_id, template_id, version, definition, at, by_name)
    values (${retailerId}, ${id}, 1, ${draft}, now(), 'bench')`;
}

/** The n-th shopper's id. */
export const shopperId = (n: number): string =>
  `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** Shoppers made by `makeShoppers` agree to mails and have a name. Nobody is held out, no night is quiet. */
export async function agreeToMails(database: Database, retailerId: RetailerId): Promise<void> {
  const consents = '"consents":{"marketing:email":{"state":"granted","at":1,"event":"e"}}';
  const traits = '"traits":{"firstName":{"value":"Anna","at":1,"event":"e"}}';
  await database.owner`
    update profile set state = replace(replace(state, '"consents":{}', ${consents}), '"traits":{}', ${traits})
     where retailer_id = ${retailerId}`;
  await database.owner`
    insert into decision_rule (retailer_id, salt, settings)
    values (${retailerId}, 's', '{"globalHoldoutBp":0,"quiet":null}')
    on conflict (retailer_id) do update set settings = excluded.settings`;
  await database.owner.unsafe('vacuum analyze');
}
