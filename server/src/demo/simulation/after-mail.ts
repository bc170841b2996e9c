import { seededRandom } from '../../runtime/index.ts';
import { happens } from './chance.ts';
import type { SimulatedItem } from './item.ts';
import { basketOf, orderOf, receiptOf } from './purchase.ts';
import type { KnownShopper, World } from './world.ts';

/** A purchase that a mail led to. */
export interface AfterMail {
  /** The mail. */
  deliveryId: string;
  shopper: KnownShopper;
  /** ms since 1970. */
  at: number;
}

/**
 * What somebody buys who followed a link of a mail: at the till with their card, or in the web shop signed in. A function of
 * the mail, so that telling it again after a restart changes nothing.
 */
export function purchaseAfter(world: World, { deliveryId, shopper, at }: AfterMail): SimulatedItem {
  const own = deliveryId.replaceAll('-', '').slice(-10);
  const random = seededRandom(Number.parseInt(own.slice(-8), 16) >>> 0);
  const lines = basketOf(random, world, shopper);
  const { card, store, currency } = { ...shopper, currency: world.currency };
  const common = {
    type: 'track' as const,
    messageId: `sim-mail-${deliveryId}`,
    timestamp: new Date(at).toISOString(),
    context: { library: { name: 'augenblick-demo', version: '1' }, simulated: true as const },
  };
  if (store !== null && card !== null && happens(random, shopper.storeShare)) {
    const receipt = receiptOf(`B-M${own}`.toUpperCase(), lines, currency, at);
    const place = { store_id: store.id, store_name: store.name, card_number: card };
    const properties = { ...place, ...receipt };
    return { source: 'till', at, item: { ...common, event: 'Receipt Issued', properties } };
  }
  const properties = orderOf(`W-M${own}`.toUpperCase(), lines, currency, random);
  const { userId } = shopper;
  return { source: 'web', at, item: { ...common, event: 'Order Completed', userId, properties } };
}
