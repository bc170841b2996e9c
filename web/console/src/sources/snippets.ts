import type { SourceKind } from '@augenblick/contract';
import { CALLS } from '@augenblick/sdk/stub';

/** Ways to connect: our own tag, and clients of others in the words of their makers. */
export const SNIPPETS = [
  'tag',
  'module',
  'html',
  'next',
  'rudder',
  'node',
  'rudderNode',
  'curl',
] as const;
export type SnippetName = (typeof SNIPPETS)[number];

/** Which ways fit a kind of source, the most usual one first. */
export const SNIPPETS_OF: Readonly<Partial<Record<SourceKind, readonly SnippetName[]>>> = {
  web: ['tag', 'module', 'html', 'next', 'rudder'],
  app: ['curl', 'module', 'next', 'rudder'],
  server: ['node', 'rudderNode', 'curl'],
  till: ['curl', 'node'],
  kiosk: ['curl', 'next'],
  store: ['curl', 'node'],
};

interface Access {
  /** This installation's address without a path. */
  endpoint: string;
  key: string;
  kind: SourceKind;
}

/** The snippet's text with address and key filled in. */
export function snippet(name: SnippetName, access: Access): string {
  return WRITERS[name](access);
}

/** Version of the browser library that the snippet loads; the one our browser tests run. */
const LIBRARY = '1.84.3';

const METHODS = ['track', 'page', 'identify', 'group', 'alias', 'reset', 'ready', 'on'];

const WRITERS: Readonly<Record<SnippetName, (access: Access) => string>> = {
  tag: ({ endpoint, key }) => tagSnippet(endpoint, key),
  module: ({ endpoint, key }) => `import { createTag } from '${endpoint}/tag.mjs';

const tag = createTag({
  writeKey: '${key}',
  endpoint: '${endpoint}',
});

tag.page();
tag.viewed({
  product_id: '4711',
  name: 'Tasse blau',
  price: 12.9,
  currency: 'EUR',
});`,
  html: ({ endpoint, key }) => `<script>
  (function () {
    var a = (window.analytics = window.analytics || []);
    if (a.initialize || a.invoked) return;
    a.invoked = true;
    a.methods = ${JSON.stringify(METHODS)};
    a.methods.forEach(function (name) {
      a[name] = function () {
        a.push([name].concat([].slice.call(arguments)));
        return a;
      };
    });
    a._writeKey = '${key}';
    a._cdn = '${endpoint}';
    var s = document.createElement('script');
    s.async = true;
    s.src = 'https://cdn.jsdelivr.net/npm/@segment/analytics-next@${LIBRARY}/dist/umd/standalone.js';
    document.head.appendChild(s);
    a.page();
  })();
</script>`,
  next: ({ endpoint, key }) => `// npm install @segment/analytics-next
import { AnalyticsBrowser } from '@segment/analytics-next';

const analytics = AnalyticsBrowser.load({
  writeKey: '${key}',
  cdnURL: '${endpoint}',
});

analytics.page();
analytics.track('Product Viewed', {
  product_id: '4711',
  name: 'Tasse blau',
  price: 12.9,
  currency: 'EUR',
});`,
  rudder: ({ endpoint, key }) => `// npm install @rudderstack/analytics-js
import { RudderAnalytics } from '@rudderstack/analytics-js';

const analytics = new RudderAnalytics();
analytics.load('${key}', '${endpoint}', {
  configUrl: '${endpoint}',
});

analytics.page();`,
  node: ({ endpoint, key, kind }) => `// npm install @segment/analytics-node
import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({
  writeKey: '${key}',
  host: '${endpoint}',
});

analytics.track(${JSON.stringify(example(kind), null, 2)});
await analytics.closeAndFlush();`,
  rudderNode: ({ endpoint, key, kind }) => `// npm install @rudderstack/rudder-sdk-node
import Analytics from '@rudderstack/rudder-sdk-node';

const analytics = new Analytics('${key}', {
  dataPlaneUrl: '${endpoint}',
});

analytics.track(${JSON.stringify(example(kind), null, 2)});
analytics.flush();`,
  curl: ({ endpoint, key, kind }) => `curl ${endpoint}/v1/track \\
  -u '${key}:' \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify(example(kind), null, 2)}'`,
};

/** Our tag's stub: keeps the page's calls until the tag has come, and costs nothing when it never does. */
function tagSnippet(endpoint: string, key: string): string {
  return `<script>
  (function (w, d) {
    var a = (w.augenblick = w.augenblick || []);
    if (a._options) return;
    a._options = { writeKey: '${key}', endpoint: '${endpoint}' };
    ('${CALLS.join(' ')}').split(' ').forEach(function (name) {
      a[name] = function () {
        a.push([name].concat([].slice.call(arguments)));
      };
    });
    var s = d.createElement('script');
    s.async = true;
    s.src = '${endpoint}/tag.js';
    d.head.appendChild(s);
    a.page();
  })(window, document);
</script>

<!-- A placement: reserved space, filled in the same round trip. -->
<div data-augenblick="home-hero" data-min-height="160"></div>`;
}

/** How a shop's server vouches for the customer who is signed in. */
export const PROOF_IN_SERVER = `import { createHmac } from 'node:crypto';

const proof = createHmac('sha256', process.env.AUGENBLICK_SECRET)
  .update(customerNumber)
  .digest('hex');`;

/** What the page of somebody who is signed in says. */
export const PROOF_IN_PAGE = 'augenblick.identify(customerNumber, {}, proof);';

/** A first event that such a source would really send. */
function example(kind: SourceKind): Record<string, unknown> {
  if (kind === 'till' || kind === 'store') {
    return {
      userId: 'k-1042',
      event: 'Receipt Issued',
      properties: {
        order_id: 'BON-1',
        total: 25.8,
        currency: 'EUR',
        products: [{ product_id: '4711', name: 'Tasse blau', price: 12.9, quantity: 2 }],
      },
    };
  }
  if (kind === 'kiosk') {
    return {
      anonymousId: 'kiosk-besuch-1',
      event: 'Kiosk Answered',
      properties: { question: 'Wie war Ihr Besuch?', answer: 'gut' },
    };
  }
  return {
    userId: 'k-1042',
    event: 'Product Viewed',
    properties: { product_id: '4711', name: 'Tasse blau', price: 12.9, currency: 'EUR' },
  };
}
