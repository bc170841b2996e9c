import {
  IMPORT_FIELDS,
  IMPORT_KINDS,
  IMPORT_NEEDS,
  type ImportField,
  type ImportKind,
  type ImportMapping,
} from '@augenblick/contract/api/import.ts';

/**
 * Names under which shop systems, tills and people file a field, German and English, as `plain` writes them. The first
 * column that carries one of them gets the field; names further in front win.
 */
const SYNONYMS: Readonly<Record<ImportField, string>> = {
  order_id:
    'orderid orderno ordernumber order invoiceno invoicenumber invoiceid invoice bestellnummer bestellnr bestellid ' +
    'auftragsnummer auftragsnr auftrag rechnungsnummer rechnungsnr belegnummer belegnr beleg bonnummer bonnr receiptno ' +
    'receiptid receiptnumber receipt basketid transactionid transaction bestellung vorgangsnummer kassenbonnummer ordername',
  ordered_at:
    'orderedat orderdate invoicedate ordertime createdat paidat bestelldatum bestellzeit bestellzeitpunkt auftragsdatum ' +
    'rechnungsdatum belegdatum kaufdatum bondatum purchasedate transactiondate transactiontime receiptdate datum date ' +
    'datetime zeitpunkt zeitstempel timestamp verkaufsdatum day tag',
  ordered_time: 'uhrzeit zeit time timeofday orderhour bonzeit belegzeit',
  customer_id:
    'customerid customerno customernumber customer userid user clientid kundennummer kundennr kundenid kunde ' +
    'householdkey householdid memberid debitor debitorennummer kontonummer accountid id',
  email: 'email emailaddress mail emailadresse mailadresse customeremail kundenemail',
  phone: 'phone phonenumber telefon telefonnummer tel mobile mobil handy handynummer mobilnummer',
  card_number:
    'cardnumber cardno loyaltycard loyaltynumber kartennummer kundenkarte kundenkartennummer kundenkartennr ' +
    'bonuskarte passnumber membershipnumber mitgliedsnummer',
  first_name: 'firstname givenname vorname',
  last_name: 'lastname surname familyname nachname familienname name2',
  name: 'name fullname customername kundenname productname title artikelname bezeichnung artikelbezeichnung',
  company: 'company companyname firma firmenname unternehmen',
  gender: 'gender sex geschlecht anrede salutation',
  birthday: 'birthday birthdate dateofbirth dob geburtstag geburtsdatum',
  street: 'street address address1 strasse adresse anschrift streetaddress',
  postal_code: 'postalcode postcode zip zipcode plz postleitzahl',
  city: 'city town ort stadt wohnort',
  country: 'country land countrycode laendercode staat shippingcountry billingcountry',
  language: 'language locale sprache lang',
  created_at:
    'createdat customersince registeredat registrationdate kundeseit angelegtam erstelltam anmeldedatum registriertam',
  updated_at: 'updatedat modifiedat lastmodified geaendertam aktualisiertam letzteaenderung',
  newsletter:
    'newsletter newsletterconsent newslettereinwilligung newsletterstatus newsletterabo newsletteranmeldung optin ' +
    'emailoptin doubleoptin emailconsent marketingconsent einwilligung werbeeinwilligung emailwerbung subscribed ' +
    'subscriptionstatus emailmarketing emailmarketingconsent acceptsemailmarketing acceptsmarketing consent',
  newsletter_at:
    'newsletterat newsletterseit newslettersince newsletterdatum einwilligungam einwilligungvom einwilligungsdatum ' +
    'eingewilligtam angemeldetam bestaetigtam consentat consentdate optinat optintime optindate optindatum ' +
    'doubleoptinat doubleoptintime confirmtime confirmedat doiat doitime activatedat aktiviertam subscribedat',
  total:
    'total ordertotal grandtotal totalamount amount totalprice gesamtbetrag gesamtsumme summe betrag rechnungsbetrag ' +
    'bestellwert umsatz brutto bruttobetrag revenue gesamt sales salesvalue endbetrag',
  shipping: 'shipping shippingcost shippingamount versand versandkosten porto fracht deliveryfee',
  tax: 'tax taxes vat taxamount mwst ust steuer umsatzsteuer mehrwertsteuer steuerbetrag',
  discount:
    'discount discountamount rabatt nachlass ermaessigung rabattbetrag gutscheinbetrag totaldiscount',
  coupon: 'coupon couponcode discountcode voucher vouchercode gutschein gutscheincode promocode',
  currency: 'currency currencycode waehrung waehrungscode isocurrency',
  document:
    'document documenttype belegart belegtyp vorgangsart dokumentart ordertype transactiontype',
  status: 'status orderstatus bestellstatus auftragsstatus zustand financialstatus',
  channel: 'channel saleschannel kanal verkaufskanal vertriebskanal orderchannel',
  store_id:
    'storeid store storeno filiale filialnummer filialnr laden marktnummer branch shopid kasse',
  product_id:
    'productid productno productnumber productcode sku stockcode itemid itemno itemnumber itemcode articleid articleno ' +
    'articlenumber artikelnummer artikelnr artikelid artikel produktnummer produktid produktnr lineitemsku item product ' +
    'materialnummer ean gtin barcode handle id',
  product_name:
    'productname description itemname name title productdescription artikelbezeichnung artikelname bezeichnung ' +
    'produktname beschreibung lineitemname artikeltext artikel produkt text itemdescription',
  quantity:
    'quantity qty menge anzahl stueck stueckzahl stck units pieces lineitemquantity count verkaufsmenge',
  unit_price:
    'unitprice price itemprice einzelpreis stueckpreis preis lineitemprice vk vkpreis verkaufspreis bruttopreis ' +
    'epreis ep listprice salesprice preisprostueck unitpricegross',
  line_total:
    'linetotal lineamount positionsbetrag gesamtpreis zeilensumme positionssumme lineprice extendedprice salesvalue ' +
    'umsatz betrag amount total',
  category:
    'category productcategory categorypath categories kategorie warengruppe produktkategorie kategoriepfad ' +
    'producttype sortiment abteilung department type',
  brand: 'brand manufacturer vendor marke hersteller label',
  variant: 'variant variantname variante option size groesse color colour farbe ausfuehrung',
  price:
    'price unitprice listprice preis verkaufspreis vk vkpreis bruttopreis einzelpreis variantprice saleprice',
  image: 'image imageurl imagelink imagesrc bild bildurl picture foto bildlink',
  url: 'url link producturl productlink produkturl produktlink deeplink permalink',
  gtin: 'gtin ean ean13 barcode upc variantbarcode isbn',
  description:
    'description beschreibung bodyhtml longdescription produktbeschreibung langtext text details',
};

/** Fields that more than one kind has under different best names. */
const lists = new Map<ImportField, readonly string[]>(
  Object.entries(SYNONYMS).map(([field, names]) => [field as ImportField, names.split(' ')]),
);

const CURRENCY_TAIL = /[\s_\-./(]*(eur|euro|gbp|usd|chf|pln|czk|sek|dkk|nok|€|£|\$)\)?$/i;
const CODES: Readonly<Record<string, string>> = { euro: 'EUR', '€': 'EUR', '£': 'GBP', $: 'USD' };

/** The currency that a column's name carries ("unit_price_gbp", "Preis in €"), if any. */
export function currencyInName(name: string): string | undefined {
  const match = CURRENCY_TAIL.exec(name.trim());
  // "Amount" may end in letters of a code only as a word of its own.
  if (!match || match.index === 0) return undefined;
  const sign = (match[1] ?? '').toLowerCase();
  const before = name.trim()[match.index - 1] ?? '';
  const separated = /[\s_\-./(€£$]/.test(match[0][0] ?? '') || !/[a-z]/.test(before);
  return separated ? (CODES[sign] ?? sign.toUpperCase()) : undefined;
}

/** A column name without case, umlauts, signs, brackets and currency: "Preis (in €)" → "preis". */
export function plain(name: string): string {
  const cut = currencyInName(name) === undefined ? name : name.trim().replace(CURRENCY_TAIL, '');
  return cut
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\([^)]*\)|\[[^\]]*\]/g, '')
    .replace(/\s(?:in|inkl|incl|excl|zzgl|pro|per)\b.*$/, '')
    .replace(/[^a-z0-9]/g, '');
}

/** Which column serves which field of a kind, by its name. A column serves one field, a field has one column. */
export function suggestMapping(kind: ImportKind, columns: readonly string[]): ImportMapping {
  const wanted: { field: ImportField; column: string; rank: number }[] = [];
  const names = columns.map((column) => ({ column, name: plain(column) }));
  if (kind === 'order-lines') renameShopify(names);
  for (const [order, field] of IMPORT_FIELDS[kind].entries()) {
    for (const { column, name } of names) {
      const rank = (lists.get(field) ?? []).indexOf(name);
      // The place in the list decides; of two fields that want a column equally, the earlier (more needed) one gets it.
      if (rank >= 0 && fits(kind, field, name))
        wanted.push({ field, column, rank: rank + order / 100 });
    }
  }
  wanted.sort((a, b) => a.rank - b.rank);
  const mapping: ImportMapping = {};
  const used = new Set<string>();
  for (const { field, column } of wanted) {
    if (mapping[field] !== undefined || used.has(column)) continue;
    mapping[field] = column;
    used.add(column);
  }
  return mapping;
}

/** Names that mean one thing in one kind of file and another elsewhere. */
function fits(kind: ImportKind, field: ImportField, name: string): boolean {
  if (name === 'id') return kind === 'customers' || kind === 'products';
  if (field === 'name' && kind === 'customers')
    return !/^(product|artikel|bezeichnung|title)/.test(name);
  if (field === 'name' && kind === 'products') return !/^(full|customer|kunden)/.test(name);
  return true;
}

/** Shopify's order export calls the order number "Name" and its lines "Lineitem …". */
function renameShopify(names: { column: string; name: string }[]): void {
  if (!names.some(({ name }) => name.startsWith('lineitem'))) return;
  for (const entry of names) if (entry.name === 'name') entry.name = 'orderid';
}

/** What a file holds, by the names of its columns; undefined when no kind has all it needs. */
export function suggestKind(columns: readonly string[]): ImportKind | undefined {
  let best: { kind: ImportKind; score: number } | undefined;
  for (const kind of IMPORT_KINDS) {
    const mapping = suggestMapping(kind, columns);
    if (missingNeeds(kind, mapping).length > 0) continue;
    const score = scoreOf(kind, mapping, columns.length);
    if (!best || score > best.score) best = { kind, score };
  }
  return best?.kind;
}

/**
 * Share of the columns that the kind understands. A product beside an order number says lines; money beside a customer
 * without an order number says neither customers nor products.
 */
function scoreOf(kind: ImportKind, mapping: ImportMapping, columns: number): number {
  const share = Object.keys(mapping).length / Math.max(1, columns);
  const lines = suggestsOrders(mapping) && mapping.quantity !== undefined;
  if (kind === 'order-lines') return lines ? share + 1 : share - 0.3;
  if (kind === 'orders') return share + 0.2;
  return share;
}

const suggestsOrders = (mapping: ImportMapping): boolean => mapping.order_id !== undefined;

/** The needs of a kind that the mapping leaves open. */
export function missingNeeds(
  kind: ImportKind,
  mapping: ImportMapping,
): readonly (readonly ImportField[])[] {
  return IMPORT_NEEDS[kind].filter((need) => need.every((field) => mapping[field] === undefined));
}

const NUMERIC: ReadonlySet<ImportField> = new Set<ImportField>([
  'quantity',
  'unit_price',
  'line_total',
  'total',
  'shipping',
  'tax',
  'discount',
  'price',
]);
const DATED: ReadonlySet<ImportField> = new Set<ImportField>([
  'ordered_at',
  'birthday',
  'created_at',
  'updated_at',
  'newsletter_at',
]);

/** What kind of value a field takes. */
export function fieldType(field: ImportField): 'number' | 'date' | 'text' {
  if (NUMERIC.has(field)) return 'number';
  return DATED.has(field) ? 'date' : 'text';
}
