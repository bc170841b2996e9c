import { type Random, seededRandom } from '../../server/src/runtime/index.ts';

/** A stream of shop events of about 600 bytes each, the same for the same seed. */
export interface Traffic {
  /** One event as JSON text. Shoppers are drawn evenly: the hardest case for caches and for the profile table. */
  event(): string;
  /** One request body of `size` events. */
  batch(size: number): string;
}

const AGENT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/604.1';

/** Creates the stream. Half the shoppers are signed in; 1 event in 50 is an order. */
export function createTraffic(options: {
  shoppers: number;
  seed: number;
  run: string;
  /** Each shopper in turn, so that all are known afterwards; else drawn by chance. */
  everyone?: boolean;
}): Traffic {
  const random = seededRandom(options.seed);
  let n = 0;
  const event = (): string => {
    n += 1;
    const shopper = options.everyone
      ? n % options.shoppers
      : Math.floor(random.next() * options.shoppers);
    const product = Math.floor(random.next() * 4000);
    return text({ n, shopper, product, run: options.run, random });
  };
  return { event, batch: (size) => `{"batch":[${Array.from({ length: size }, event).join(',')}]}` };
}

function text({
  n,
  shopper,
  product,
  run,
  random,
}: {
  n: number;
  shopper: number;
  product: number;
  run: string;
  random: Random;
}): string {
  const who =
    shopper % 2 === 0
      ? `"userId":"kunde-${shopper}","anonymousId":"b7f1c2d4-${shopper}"`
      : `"anonymousId":"b7f1c2d4-${shopper}"`;
  const context = `"context":{"ip":"203.0.113.7","userAgent":"${AGENT}","locale":"de-DE","page":{"url":"https://shop.example/p/${product}","path":"/p/${product}"},"library":{"name":"analytics.js","version":"4.4.7"}}`;
  const head = `"messageId":"ajs-${run}-${n}","timestamp":"${new Date().toISOString()}",${who},${context}`;
  const item = `"product_id":"p-${product}","name":"Lampe Nordlicht ${product}","category":"Wohnen ${product % 24}","brand":"Marke ${product % 40}","price":${(product % 90) + 0.9},"currency":"EUR","quantity":1`;
  const kind = random.next();
  if (kind < 0.2)
    return `{"type":"page",${head},"properties":{"title":"Lampe Nordlicht ${product}","url":"https://shop.example/p/${product}"}}`;
  if (kind < 0.86)
    return `{"type":"track","event":"Product Viewed",${head},"properties":{${item}}}`;
  if (kind < 0.98)
    return `{"type":"track","event":"Product Added",${head},"properties":{${item},"cart_id":"c-${shopper}"}}`;
  return `{"type":"track","event":"Order Completed",${head},"properties":{"order_id":"o-${run}-${n}","total":49.8,"currency":"EUR","products":[{${item}}]}}`;
}
