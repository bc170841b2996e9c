import { openPool } from '../src/runtime/index.ts';

/** The shopper of retailer 2 that no test of retailer 1 may ever see. */
export const NEIGHBOUR_PROFILE = '01900000-0000-7000-8000-000000000002';

/**
 * Retailer 1 with its two sources (1 public, 2 trusted) and nothing else; retailer 2 with a source, a shopper, an
 * event, an order, a consent and a dead letter. Both know the same e-mail address, on purpose.
 */
export async function seedRetailers(url: string): Promise<void> {
  const sql = openPool({ url, max: 1, name: 'test' });
  try {
    await sql.begin(async (tx) => {
      await tx`insert into retailer (slug, name) values ('testladen', 'Testladen'), ('nebenan', 'Nebenan')`;
      await tx`insert into source (retailer_id, kind, name, trust) values
        (1, 'web', 'Webshop', 'public'), (1, 'till', 'Kasse', 'trusted'), (2, 'till', 'Kasse nebenan', 'trusted')`;
      const event = '01900000-0000-7000-8000-0000000000e2';
      const at = '2026-01-02T03:04:05Z';
      await tx`insert into event (retailer_id, id, profile_id, seq, at, received_at, source_id, kind, name, anchor, body)
        values (2, ${event}, ${NEIGHBOUR_PROFILE}, ${Date.parse(at) * 1000}, ${at}, ${at}, 3, 'track', 'Order Completed',
          'email:neighbour@example.com', '{}')`;
      await tx`insert into profile (retailer_id, id, version, seq, last_at, state)
        values (2, ${NEIGHBOUR_PROFILE}, 1, ${Date.parse(at) * 1000}, ${at}, '{}')`;
      await tx`insert into profile_card (retailer_id, profile_id, name, email, identified, orders, revenue_minor, currency,
          first_at, seen_on, search)
        values (2, ${NEIGHBOUR_PROFILE}, 'Nora Nachbar', 'neighbour@example.com', true, 1, 4200, 'EUR', ${at}, '2026-01-02',
          'nora nachbar neighbour@example.com')`;
      await tx`insert into identity (retailer_id, kind, value, profile_id, home_id, first_at, event_id)
        values (2, 'email', 'neighbour@example.com', ${NEIGHBOUR_PROFILE}, ${NEIGHBOUR_PROFILE}, ${at}, ${event})`;
      await tx`insert into customer_order (retailer_id, profile_id, order_id, kind, status, at, currency, total_minor,
          shipping_minor, tax_minor, discount_minor, refunded_minor, channel, source_id, event_id)
        values (2, ${NEIGHBOUR_PROFILE}, 'N-1', 'sale', 'completed', ${at}, 'EUR', 4200, 0, 0, 0, 0, 'store', 3, ${event})`;
      await tx`insert into consent (retailer_id, profile_id, event_id, purpose, channel, state, at, source_id)
        values (2, ${NEIGHBOUR_PROFILE}, ${event}, 'marketing', 'email', 'granted', ${at}, 3)`;
      await tx`insert into dead_letter (retailer_id, id, received_at, source_id, reason, body)
        values (2, '01900000-0000-7000-8000-0000000000d2', ${at}, 3, 'not_an_object', '"neighbour"')`;
    });
  } finally {
    await sql.end({ timeout: 1 });
  }
}
