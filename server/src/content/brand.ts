import type { Brand, RetailerId, TemplateFinding } from '@augenblick/contract';
import type { BrandAnswer } from '@augenblick/contract/api/template.ts';
import { Failure } from '@augenblick/contract';
import type { Access, By } from '../access/index.ts';
import type { Clock, Database, Sql, TransactionSql } from '../runtime/index.ts';
import { absolute, shopAddress } from './address.ts';
import { contrast, READABLE } from './contrast.ts';
import * as queries from './queries.ts';

/** What the brand kit needs. */
export interface BrandDeps {
  database: Pick<Database, 'withRetailer'>;
  clock: Clock;
  audit: Access['audit'];
}

/** A kit from a retailer's settings alone, for whoever has said nothing yet. */
export function guessedBrand(of: { name: string; colour: string }): Brand {
  return {
    name: of.name,
    address: 'sie',
    colours: {
      accent: of.colour.toLowerCase(),
      ink: '#1e1b18',
      paper: '#ffffff',
      ground: '#f4f1ec',
    },
    font: 'grotesque',
    radius: 6,
    logo: null,
    shopUrl: '',
    imprint: {
      company: '',
      street: '',
      city: '',
      country: '',
      represented: '',
      register: '',
      vatId: '',
      email: '',
      phone: '',
    },
    pages: { imprint: '', privacy: '', terms: '' },
    social: [],
    sender: { name: of.name, email: '', replyTo: '' },
  };
}

/** The retailer's kit and its number. Throws `not_found` for an unknown retailer. */
export async function loadBrand(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
): Promise<{ brand: Brand; version: number; updatedAt: number | null }> {
  const row = await queries.brandKit(sql, retailerId);
  if (row !== undefined) {
    return { brand: row.kit, version: row.version, updatedAt: row.updated_at.getTime() };
  }
  const retailer = await queries.retailer(sql, retailerId);
  if (retailer === undefined) throw new Failure('not_found');
  return { brand: guessedBrand(retailer), version: 0, updatedAt: null };
}

/** The kit with what is missing in it. */
export function readBrand(deps: BrandDeps, retailerId: RetailerId): Promise<BrandAnswer> {
  return deps.database.withRetailer(retailerId, async (sql) => answer(sql, retailerId));
}

/** Changes the kit; every message filled from now on has it. */
export function changeBrand(
  deps: BrandDeps,
  retailerId: RetailerId,
  brand: Brand,
  by: By,
): Promise<BrandAnswer> {
  return deps.database.withRetailer(retailerId, async (sql) => {
    await queries.saveBrandKit(sql, retailerId, { kit: brand, now: new Date(deps.clock.now()) });
    const target = `retailer:${retailerId}`;
    await deps.audit(sql, { retailerId, actor: by, action: 'brand.changed', target });
    return answer(sql, retailerId);
  });
}

async function answer(sql: TransactionSql, retailerId: RetailerId): Promise<BrandAnswer> {
  const loaded = await loadBrand(sql, retailerId);
  return { ...loaded, findings: brandFindings(loaded.brand) };
}

type Say = (
  severity: 'must' | 'should',
  check: string,
  field: string,
  words: { de: string; en: string },
) => void;

/** What is missing in a kit or hard to read with it. Pure. */
export function brandFindings(brand: Brand): TemplateFinding[] {
  const found: TemplateFinding[] = [];
  const say: Say = (severity, check, field, words) => found.push({ severity, check, field, words });
  const { imprint, colours, sender } = brand;
  if (imprint.company === '' || imprint.street === '' || imprint.city === '') {
    say('must', 'imprint', 'imprint.company', {
      de: 'Firma und Anschrift fehlen. Ohne Impressum darf keine Werbung verschickt werden. Bitte ergänzen.',
      en: 'Company and address are missing. Without an imprint no advertising may be sent. Please add them.',
    });
  }
  if (imprint.email === '' && imprint.phone === '') {
    say('must', 'imprint', 'imprint.email', {
      de: 'Ins Impressum gehört ein Weg, Sie schnell zu erreichen. Bitte eine E-Mail-Adresse angeben.',
      en: 'An imprint needs a quick way to reach you. Please give an e-mail address.',
    });
  }
  if (shopAddress({ origin: 'https://x.example', shopUrl: brand.shopUrl }) === '') {
    say('must', 'shop_url', 'shopUrl', {
      de: 'Die Adresse Ihres Shops fehlt. Links wie „/cart“ führen sonst nirgendwohin. Bitte mit https:// angeben.',
      en: 'The address of your shop is missing. Links such as “/cart” lead nowhere without it. Please give it with https://.',
    });
  }
  if (contrast(colours.ink, colours.paper) < READABLE) {
    say('should', 'contrast', 'colours.ink', {
      de: 'Schrift und Papier sind sich zu ähnlich. In Mails wird die Schrift so weit verändert, dass man sie lesen kann.',
      en: 'Ink and paper are too much alike. In mails the ink is changed as far as needed to be read.',
    });
  }
  if (sender.email !== '' && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(sender.email)) {
    say('must', 'sender', 'sender.email', {
      de: 'Die Absenderadresse ist keine E-Mail-Adresse. Bitte prüfen.',
      en: 'The sender’s address is not an e-mail address. Please check it.',
    });
  }
  if (brand.logo !== null && brand.logo.alt === '') {
    say('should', 'logo_alt', 'logo.alt', {
      de: 'Das Logo hat keine Beschreibung. Wer Bilder nicht lädt, sieht dann den Namen des Ladens.',
      en: 'The logo has no description. Whoever loads no pictures sees the shop’s name instead.',
    });
  }
  pages(brand, say);
  return found;
}

function pages(brand: Brand, say: Say): void {
  const places = { origin: 'https://x.example', shopUrl: brand.shopUrl || 'https://x.example' };
  for (const name of ['imprint', 'privacy', 'terms'] as const) {
    if (brand.pages[name] !== '' && absolute(brand.pages[name], places) === '') {
      say('must', 'page_address', `pages.${name}`, {
        de: 'Diese Adresse lässt sich nicht öffnen. Sie beginnt mit https:// oder mit /.',
        en: 'This address cannot be opened. It begins with https:// or with /.',
      });
    }
  }
  brand.social.forEach(({ url }, i) => {
    if (absolute(url, places) === '') {
      say('should', 'page_address', `social.${i}.url`, {
        de: 'Diese Adresse lässt sich nicht öffnen und wird weggelassen. Sie beginnt mit https://.',
        en: 'This address cannot be opened and is left out. It begins with https://.',
      });
    }
  });
}
