import type { EvidenceCode, JsonObject } from '@augenblick/contract';
import { describe, expect, it } from 'vitest';
import { page, seen, Shopper, type Told, track } from '../../test/moment.ts';
import { signsOf } from './signs.ts';

const codes = (told: Told): EvidenceCode[] => {
  const shopper = new Shopper();
  const event = {
    id: 'e',
    at: 0,
    kind: 'track' as const,
    channel: 'web',
    currency: 'EUR',
    properties: {},
    traits: null,
    context: {},
    claims: [],
    anchorKind: null,
    ...told,
  };
  return signsOf(event, shopper.draft.state).map((sign) => sign.code);
};

describe('pages', () => {
  it.each<[string, string, EvidenceCode]>([
    ['/', '', 'page_home'],
    ['https://laden.example', '', 'page_home'],
    ['/sortiment/lampen', 'Lampen', 'page_list'],
    ['/collections/summer', 'Summer', 'page_list'],
    ['/artikel/4711', 'Wie man sich bettet – Roman', 'page_product'],
    ['/products/blue-lamp', 'Blue lamp', 'page_product'],
    ['/ratgeber/anleitung-lampe-montieren', 'So montieren Sie die Lampe', 'page_howto'],
    ['/how-to/clean-leather', 'Clean leather', 'page_howto'],
    ['/rezepte/apfelkuchen', 'Apfelkuchen', 'page_howto'],
    ['/magazin/welche-lampe-passt', '', 'page_guide'],
    ['/filialen', 'Unsere Filialen', 'page_store'],
    ['/stores/cologne', 'Cologne', 'page_store'],
    ['/%C3%B6ffnungszeiten', 'Öffnungszeiten', 'page_hours'],
    ['/öffnungszeiten', '', 'page_hours'],
    ['/hilfe/versand', 'Versand und Lieferzeit', 'page_delivery'],
    ['/hilfe/rueckgabe', 'Rückgabe', 'page_returns'],
    ['/hilfe/geschenkservice', 'Als Geschenk verpacken', 'page_help'],
    ['/warenkorb', '', 'page_cart'],
    ['/checkout/address', '', 'page_checkout'],
    ['/kasse', '', 'page_checkout'],
    ['/bestellung/danke', 'Danke', 'page_thanks'],
    ['/konto/anmelden', 'Anmelden', 'page_account'],
    ['/konto/meine-bestellungen', '', 'page_order_status'],
    ['/nachhaltigkeit', '', 'page_proof'],
    ['/vergleich?a=1&b=2', '', 'page_compare'],
    ['/?q=lampe', 'Suche', 'page_search'],
    ['/angebote', '', 'page_offers'],
    ['/seite/17', 'Öffnungszeiten', 'page_hours'],
    ['/xyz', 'Etwas', 'page_other'],
  ])('%s „%s“ → %s', (path, title, code) => {
    expect(codes(page(path, title))).toEqual([code]);
  });

  it('believes the type a shop names, not the words', () => {
    const told = page('/filialen/anleitung');
    const properties = { ...(told.properties as JsonObject), page_type: 'Product' };
    expect(codes({ ...told, properties })).toEqual(['page_product']);
  });

  it('reads the page from the context when the call has none', () => {
    const told = {
      kind: 'page' as const,
      name: 'Page Viewed',
      context: { page: { path: '/kasse' } },
    };
    expect(codes(told)).toEqual(['page_checkout']);
  });
});

describe('deeds', () => {
  it.each<[string, JsonObject, EvidenceCode[]]>([
    ['Products Searched', { query: 'lampe' }, ['search']],
    ['Products Searched', { query: 'lampe', results: 0 }, ['search', 'search_empty']],
    ['Products Searched', { query: 'Wie reinige ich Leder' }, ['search_howto']],
    ['Products Searched', { query: 'filiale köln öffnungszeiten' }, ['search_store']],
    ['Products Searched', { query: 'lampe günstig kaufen' }, ['search_buy']],
    ['Products Searched', { query: 'led oder halogen vergleich' }, ['search_compare']],
    ['Product List Filtered', { filters: [{ type: 'color', value: 'red' }] }, ['list_filtered']],
    ['Product List Filtered', { sorts: [{ type: 'price', value: 'asc' }] }, ['list_by_price']],
    ['Product List Filtered', { filters: [{ type: 'store', value: 'k1' }] }, ['list_in_store']],
    ['Feedback Submitted', { score: 10, scale: 10 }, ['feedback_good']],
    ['Feedback Submitted', { score: 7, scale: 10 }, ['feedback_bad']],
    ['Feedback Submitted', { rating: 5 }, ['feedback_good']],
    ['Feedback Submitted', { rating: 2 }, ['feedback_bad']],
    ['Route Requested', {}, ['route_asked']],
    ['Filialbestand geprüft', {}, ['stock_in_store']],
    ['Store Locator Used', {}, ['store_looked_up']],
    ['Click & Collect Selected', {}, ['pickup_chosen']],
    ['Anleitung geöffnet', {}, ['howto_opened']],
    ['Rücksendung angemeldet', {}, ['return_started']],
    ['Chat Opened', {}, ['help_asked']],
    ['Placement Shown', {}, []],
    ['Placement Clicked', {}, ['promotion_clicked']],
    ['Session Idle', {}, []],
    ['Email Delivered', {}, []],
    ['Staff Note Added', { text: 'Anleitung' }, []],
    ['Something Else', {}, []],
  ])('%s %o → %j', (name, properties, expected) => {
    expect(codes(track(name, properties))).toEqual(expected);
  });

  it('knows a product it has seen before', () => {
    const shopper = new Shopper().at(0, seen('a')).at(9000, seen('a'));
    expect(shopper.memory.signs?.map((sign) => sign[1])).toEqual([
      'product_viewed',
      'product_again',
    ]);
  });
});
