/**
 * What filling in a mail costs: a published newsletter and an abandoned cart, each personalised with the facts of many
 * different shoppers – names, carts, viewed products, codes –, in HTML and plain text, with an address of its own for every
 * link. One thread; CPU per mail, so that a busy machine does not change the figure. Laying out (MJML) is told apart: it
 * happens once per published version.
 *
 * npm run bench -- content [--mails 50000] [--shoppers 1000] [--seed 1]
 */
import type { MessageData } from '@augenblick/contract';
import {
  draftOfEntry,
  compileTemplate,
  render,
  sampleMessage,
} from '../server/src/content/index.ts';
import { guessedBrand } from '../server/src/content/index.ts';
import { seededRandom } from '../server/src/runtime/index.ts';
import { option, report, round } from './rig/report.ts';

const mails = option('mails', 50_000);
const shoppers = option('shoppers', 1000);
const seed = option('seed', 1);
const random = seededRandom(seed);
const shop = { name: 'Morgenrot', zone: 'Europe/Berlin' };

const brand = {
  ...guessedBrand({ name: 'Morgenrot', colour: '#b4552d' }),
  shopUrl: 'https://laden.example',
};
const origin = 'https://augenblick.example';

function one<T>(list: readonly T[]): T {
  return list[Math.floor(random.next() * list.length)] as T;
}

/** Facts of a shopper: every one has another name, cart and code; some have none. */
function factsOf(n: number): MessageData {
  const base = sampleMessage(n % 3 === 0 ? 'en' : 'de', shop, 'EUR');
  const products = Array.from({ length: 6 }, (_, i) => ({
    id: `p${n}-${i}`,
    name: `${one(['Lampe', 'Vase', 'Decke', 'Kerze', 'Tisch & Stuhl'])} ${n}-${i}`,
    url: `https://laden.example/p/${n}-${i}`,
    image: `https://laden.example/p/${n}-${i}.jpg`,
    priceMinor: 500 + Math.floor(random.next() * 20_000),
    currency: 'EUR',
  }));
  return {
    ...base,
    firstName: random.next() < 0.3 ? null : one(['Mara', 'Jörg', 'Ayşe', 'Łukasz', 'O’Neill']),
    cartProducts: products.slice(0, n % 4),
    viewedProducts: products,
    recommended: products,
    eventProducts: products.slice(0, 2),
    product: { ...(products[0] as (typeof products)[number]), category: 'Lampen', brand: null },
    code: random.next() < 0.5 ? null : { text: `CODE-${n}`, until: Date.UTC(2026, 11, 24) },
    points: random.next() < 0.5 ? null : Math.floor(random.next() * 900),
  };
}

const facts = Array.from({ length: shoppers }, (_, n) => factsOf(n));
const track = (n: number): string => `https://augenblick.example/m/k/abcdefghijklmnopqrstuvwx/${n}`;

async function measure(key: string) {
  const draft = draftOfEntry(key, { channel: 'mail', form: 'sie', locale: 'de' });
  await compileTemplate(draft, brand, { origin });
  const before = process.cpuUsage();
  const { compiled } = await compileTemplate(draft, brand, { origin });
  const layOut = process.cpuUsage(before);
  if (compiled === null) throw new Error(`${key} does not compile`);
  let bytes = 0;
  const fill = (count: number): void => {
    for (let n = 0; n < count; n++) {
      const data = facts[n % shoppers] as MessageData;
      const made = render(compiled, data, n % 3 === 0 ? 'en' : 'de', { track });
      bytes += 'html' in made ? made.html.length + made.text.length : 0;
    }
  };
  fill(Math.min(mails, 3000));
  bytes = 0;
  const started = process.cpuUsage();
  fill(mails);
  const used = process.cpuUsage(started);
  const micros = used.user + used.system;
  return {
    perS: (mails * 1e6) / micros,
    kB: bytes / mails / 1024,
    layOutMs: (layOut.user + layOut.system) / 2 / 1000,
  };
}

const newsletter = await measure('newsletter');
const cart = await measure('cart-3');
report('content', { mails, shoppers, seed }, [
  {
    label: 'mails personalised, per core',
    key: 'personalisedPerS',
    value: round(Math.min(newsletter.perS, cart.perS)),
    unit: '/s',
    target: '20,000/s',
  },
  { label: 'newsletter', key: 'newsletterPerS', value: round(newsletter.perS), unit: '/s' },
  { label: 'its size', key: 'newsletterKB', value: round(newsletter.kB, 1), unit: 'kB' },
  { label: 'abandoned cart', key: 'cartPerS', value: round(cart.perS), unit: '/s' },
  { label: 'its size', key: 'cartKB', value: round(cart.kB, 1), unit: 'kB' },
  {
    label: 'laying out one language, once',
    key: 'layOutMs',
    value: round(Math.max(newsletter.layOutMs, cart.layOutMs), 1),
    unit: 'ms',
  },
]);
