import type { Brand, RetailerId } from '@augenblick/contract';
import { SYSTEM } from '../access/index.ts';
import { ENTRIES } from './book/index.ts';
import { draftOf } from './book/entry.ts';
import { guessedBrand, loadBrand } from './brand.ts';
import * as queries from './queries.ts';
import { addTemplate, publishTemplate, type TemplateDeps } from './templates.ts';

/** The look of the demo retailer. Its imprint says that nobody lives there. */
function demoBrand(of: { name: string; colour: string }): Brand {
  const guessed = guessedBrand(of);
  return {
    ...guessed,
    colours: { ...guessed.colours, ground: '#faf7f2' },
    shopUrl: '/shop',
    imprint: {
      company: `${of.name} (Vorführladen, simuliert)`,
      street: 'Musterstraße 1',
      city: '90402 Nürnberg',
      country: 'Deutschland',
      represented: 'Mara Muster',
      register: 'Amtsgericht Nürnberg, HRB 00000',
      vatId: 'DE000000000',
      email: 'hallo@morgenrot.example',
      phone: '+49 911 000000',
    },
    pages: { imprint: '/impressum', privacy: '/datenschutz', terms: '' },
    sender: { name: of.name, email: 'hallo@morgenrot.example', replyTo: '' },
  };
}

/** Where the demo storefront has its cart. */
const CART = '/warenkorb';

/**
 * Fills a shop to look at: its brand kit and every ready-made mail, published, short ones for push. Does nothing where there
 * is a template already, so it may be called again.
 */
export async function openContent(
  deps: Pick<TemplateDeps, 'database' | 'clock' | 'ids' | 'audit' | 'origin'>,
  retailerId: RetailerId,
): Promise<void> {
  await deps.database.withRetailer(retailerId, async (sql) => {
    if ((await queries.templates(sql, retailerId, null)).length > 0) return;
    const retailer = await queries.retailer(sql, retailerId);
    if (retailer === undefined) return;
    const { version } = await loadBrand(sql, retailerId);
    const now = new Date(deps.clock.now());
    const brand = demoBrand(retailer);
    if (version === 0) await queries.saveBrandKit(sql, retailerId, { kit: brand, now });
    const { locale } = retailer;
    for (const entry of ENTRIES) {
      const wanted = entry.channels.filter((channel) =>
        ['mail', 'push', 'staff'].includes(channel),
      );
      for (const channel of wanted) {
        const made = draftOf(entry, { channel, form: brand.address, locale });
        const draft = JSON.parse(
          JSON.stringify(made).replaceAll('{{ cart.url }}', CART),
        ) as typeof made;
        const asked = { retailerId, id: deps.ids.uuid7(), by: SYSTEM };
        await addTemplate(deps, sql, asked, { draft, playbook: entry.key });
        await publishTemplate(deps, sql, asked);
      }
    }
  });
}
