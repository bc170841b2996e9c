/** Generators of what broken and hostile clients send: JSON text with values no serializer would write. */
import { EVENT_NAMES } from '@augenblick/contract';
import fc from 'fast-check';

/** A piece of JSON text. Kept as text: JSON.stringify cannot write `1e999`, duplicate keys or half surrogates raw. */
export type JsonText = string;

const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfffy',
  '\\',
  '\\.',
  '\t\n\r',
  '\u2028',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '[object Object]',
  "'; drop table event; --",
  '$1',
  '%s',
  '-1',
  '0',
  '1e400',
  '9007199254740993',
  '19.999',
  '1,5',
  '99999999999999.99',
  '2026-02-30T00:00:00Z',
  '2026-03-01T12:00:00Z',
  '-271821-04-20T00:00:00.000Z',
  '+275760-09-13T00:00:00.001Z',
  '1969-12-31',
  'eva@example.com',
  '+49 171 2345678',
  'İ',
  'ß',
  '👩‍👩‍👧‍👦',
  'x'.repeat(199),
  'x'.repeat(201),
  'ü'.repeat(3_000),
];
const NUMBERS = [
  '0',
  '-0',
  '1',
  '-1',
  '0.1',
  '1.005',
  '1e999',
  '-1e999',
  '1e308',
  '1e21',
  '1e-320',
  '9007199254740993',
  '-9007199254740993',
  '123456789012345678901234567890',
  '2147483648',
  '1e15',
  '999999999999.99',
  '253402300800000',
  '8640000000000001',
];
const KEYS = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  '\u0000',
  '\ud800',
  'id',
  'name',
  'email',
  'a.b',
  '$set',
  '0',
];

const object = (entries: readonly (readonly [string, JsonText])[]): JsonText =>
  `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;

const text = fc
  .oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 30 }))
  .map((value): JsonText => JSON.stringify(value));
const number = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);
const leaf = fc.oneof(text, number, fc.constantFrom<JsonText>('null', 'true', 'false', '{}', '[]'));
const deep = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.boolean())
  .map(
    ([depth, list]): JsonText =>
      list
        ? '['.repeat(depth) + ']'.repeat(depth)
        : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
  );
const key = fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 8 }));

/** Any JSON value, with a liking for those that hurt. */
export const anything: fc.Arbitrary<JsonText> = fc.oneof(
  { weight: 6, arbitrary: leaf },
  { weight: 1, arbitrary: deep },
  {
    weight: 2,
    arbitrary: fc.array(fc.tuple(key, leaf), { maxLength: 6 }).map(object),
  },
  { weight: 1, arbitrary: fc.array(leaf, { maxLength: 5 }).map((all) => `[${all.join(',')}]`) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.tuple(key, fc.array(fc.tuple(key, leaf), { maxLength: 3 }).map(object)), {
        maxLength: 3,
      })
      .map(object),
  },
);

/** An object with some of these fields, each as it should be or anything at all; now and then no object. */
function shaped(fields: Readonly<Record<string, fc.Arbitrary<JsonText>>>): fc.Arbitrary<JsonText> {
  const entries = Object.entries(fields).map(([name, good]) =>
    fc.option(
      fc
        .oneof({ weight: 3, arbitrary: good }, { weight: 1, arbitrary: anything })
        .map((value) => [name, value] as const),
      { nil: undefined, freq: 3 },
    ),
  );
  const whole = fc
    .tuple(fc.tuple(...entries), fc.array(fc.tuple(key, anything), { maxLength: 2 }))
    .map(([known, more]) => object([...known.filter((entry) => entry !== undefined), ...more]));
  return fc.oneof({ weight: 12, arbitrary: whole }, { weight: 1, arbitrary: anything });
}

const one = (...values: readonly string[]) =>
  fc.constantFrom(...values.map((value) => JSON.stringify(value)));
const amount = fc.oneof(
  number,
  one('19.90', '-5', '1e5', '0.005', '99999999999999.99', '900719925474099.1', 'free'),
);
const product = shaped({
  product_id: one('p1', 'p2', 'p3'),
  sku: one('s1'),
  name: one('Lampe', 'Stuhl'),
  category: one('Wohnen', 'Garten'),
  brand: one('Acme'),
  variant: one('L', 'XL'),
  price: amount,
  quantity: fc.oneof(number, one('2', '-1', '0.5', '1e12', 'many')),
  currency: one('EUR', 'JPY', 'KWD', 'XXX', 'euro'),
});
const products = fc.oneof(
  { weight: 6, arbitrary: fc.array(product, { maxLength: 4 }).map((all) => `[${all.join(',')}]`) },
  { weight: 1, arbitrary: product },
);
const time = one(
  '2026-02-28T23:59:59.999Z',
  '2026-03-01T12:00:00Z',
  '2026-03-01T13:00:00+02:00',
  '1990-01-01',
  '2099-12-31',
);
const properties = shaped({
  order_id: one('o1', 'o2', 'o3'),
  total: amount,
  revenue: amount,
  value: amount,
  shipping: amount,
  tax: amount,
  discount: amount,
  currency: one('EUR', 'USD', 'JPY', 'KWD', 'eur'),
  coupon: one('TEN'),
  document: one('sale', 'return', 'adjustment', 'letter'),
  ordered_at: time,
  channel: one('web', 'till'),
  store_id: one('store-1'),
  products,
  product_id: one('p1', 'p2'),
  category: one('Wohnen'),
  price: amount,
  quantity: number,
  query: one('Lampe'),
  cart_id: one('c1'),
  card_number: one('K-1', 'K-2'),
  purpose: one('marketing', 'analytics'),
  channels: fc.constant('["email"]'),
  state: one('granted', 'withdrawn'),
  wording: one('Ja, gern.'),
});
const traits = shaped({
  email: one('eva@example.com', 'Eva@Example.com', 'not an address'),
  phone: one('0171 2345678', '+1 555'),
  name: one('Eva'),
  firstName: one('Eva'),
  birthday: time,
  address: shaped({ city: one('Köln'), postalCode: one('50667'), country: one('DE') }),
  createdAt: time,
  card_number: one('K-1'),
});
/** What surrounds an event: page, device, further identifiers. */
export const context = shaped({
  page: shaped({ url: one('https://laden.example/'), title: one('Start'), path: one('/') }),
  device: shaped({ id: one('d1', 'd2') }),
  externalIds: fc
    .array(
      shaped({ type: one('email', 'card', 'crm', 'user_id', 'device'), id: one('x1', 'x2') }),
      {
        maxLength: 3,
      },
    )
    .map((all) => `[${all.join(',')}]`),
  consent: shaped({ categoryPreferences: shaped({ Analytics: fc.constantFrom('true', 'false') }) }),
  ip: one('192.0.2.1'),
  locale: one('de-DE'),
  traits,
  simulated: fc.constantFrom('true', 'false'),
});

/** One call of any kind, e-commerce events above all, right in most fields and absurd in some. */
export const item: fc.Arbitrary<JsonText> = shaped({
  type: one('track', 'track', 'track', 'identify', 'page', 'screen', 'group', 'alias'),
  event: fc.constantFrom(
    ...[...EVENT_NAMES, 'purchase', 'view_item', 'add_to_cart', 'Eigenes'].map((name) =>
      JSON.stringify(name),
    ),
  ),
  userId: one('u1', 'u2'),
  anonymousId: one('a1', 'a2'),
  previousId: one('a1', 'u2'),
  groupId: one('g1'),
  name: one('Start'),
  category: one('Katalog'),
  properties,
  traits,
  context,
  timestamp: time,
  originalTimestamp: time,
  sentAt: time,
  messageId: one('m1', 'm2', 'm3'),
  integrations: anything,
});

/** An order told in full, by somebody known: the absurd lies in amounts, quantities and products alone. */
export const order: fc.Arbitrary<JsonText> = fc
  .tuple(
    one(
      'Order Completed',
      'Order Updated',
      'Order Refunded',
      'Order Cancelled',
      'Receipt Issued',
      'purchase',
    ),
    properties,
    one('u1', 'u2'),
    one('o1', 'o2'),
  )
  .map(([event, body, userId, orderId]) => {
    const named = body.startsWith('{')
      ? `{"order_id":${orderId}${body === '{}' ? '' : `,${body.slice(1, -1)}`}}`
      : body;
    return `{"type":"track","event":${event},"userId":${userId},"properties":${named}}`;
  });
