import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';

/** What the stand-in for the installation does with POST /v1/moment. */
export type Behaviour = 'well' | 'slow' | 'error' | 'rubbish' | 'silent';

/** One item of a request, as it came. */
export interface SentItem {
  type: string;
  messageId: string;
  anonymousId: string;
  userId?: string;
  event?: string;
  name?: string;
  properties?: Record<string, unknown>;
  context: Record<string, unknown>;
}

/** A body that reached /v1/moment or /v1/batch. */
export interface SentBody {
  path: string;
  requestId?: string;
  batch: SentItem[];
  placements?: string[];
  anonymousId?: string;
}

const DIST = path.join(import.meta.dirname, '..', '..', 'sdk', 'dist');
/** How long a slow answer takes; more than any placement waits. */
const SLOW_MS = 900;

/** An installation of a few lines: serves the tag, writes down what it gets, behaves as told. */
export class StandIn {
  behaviour: Behaviour = 'well';
  readonly bodies: SentBody[] = [];
  /** Content for each placement asked for. */
  content: Record<string, unknown> = {};
  moment: Record<string, unknown> | null = null;
  private server: Server | undefined;
  private port = 0;
  private down = false;

  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch(() => response.destroy());
    });
    this.server.on('connection', (socket) => {
      if (this.down) socket.destroy();
    });
    await new Promise<void>((done) => this.server?.listen(0, '127.0.0.1', done));
    const address = this.server.address();
    if (typeof address === 'object' && address) this.port = address.port;
  }

  /** Breaks every connection from now on. The port stays its own: free, it would soon be somebody else's. */
  fall(): void {
    this.down = true;
    this.server?.closeAllConnections();
  }

  /** Is there again after `fall`. */
  rise(): void {
    this.down = false;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    server?.closeAllConnections();
    if (server) await new Promise<void>((done) => server.close(() => done()));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Every item that arrived, sent twice or not. */
  get items(): SentItem[] {
    return this.bodies.flatMap((body) => body.batch);
  }

  names(): string[] {
    return this.items.map((item) => item.event ?? item.type);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.url);
    response.setHeader('access-control-allow-origin', '*');
    if (/^\/(tag|vitals)\.m?js$/.test(pathname)) {
      response.setHeader('content-type', 'text/javascript').end(readFileSync(DIST + pathname));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'POST') return void response.writeHead(204).end();
    const body = JSON.parse(Buffer.concat(chunks).toString()) as SentBody;
    if (this.behaviour === 'error') return void response.writeHead(500).end('no');
    if (this.behaviour === 'silent') return;
    this.bodies.push({ ...body, path: pathname });
    if (this.behaviour === 'rubbish')
      return void response.setHeader('content-type', 'text/html').end('<h1>Bitte anmelden</h1>');
    if (this.behaviour === 'slow') await new Promise((done) => setTimeout(done, SLOW_MS));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(this.answerTo(body)));
  }

  private answerTo({ requestId, placements = [] }: SentBody): object {
    const decisions = placements.map((placement) => ({
      placement,
      decisionId: `decision-${placement}`,
      campaign: { id: 'c', name: 'Probe', variantId: 'v' },
      content: this.content[placement] ?? null,
      fallback: false,
      minHeight: 0,
    }));
    return { requestId, moment: this.moment, decisions, repeated: false };
  }
}

/** A content with everything in it, some of it hostile. */
export const CONTENT = {
  look: 'card',
  headline: 'Zwei Lampen im Vergleich <b>fett</b>',
  text: 'Sie haben beide zweimal angesehen.',
  picture: { url: 'javascript:alert(1)', alt: 'nichts' },
  button: { label: 'Vergleichen', url: '#vergleich' },
  links: [{ label: 'Böse', url: 'javascript:window.hacked=1' }],
  code: { text: 'LAMPE-7XQ', until: null },
  products: [
    { id: 'p1', name: 'Lampe', url: '#p1', image: null, priceMinor: 8990, currency: 'EUR' },
  ],
} as const;

/** What stands in a shop's page around the tag. */
export interface ShopPage {
  /** Before the snippet: a banner, a gtag, options. */
  head?: string;
  options?: Record<string, unknown>;
  body?: string;
  /** A content security policy for the page. */
  policy?: string;
  /** Without the tag's script, as a blocker leaves it. */
  blocked?: boolean;
}

/** The page's HTML with the console's own kind of snippet. Scripts carry a nonce, so that a strict policy can hold. */
export function shopPage(standIn: StandIn, shop: ShopPage, stub: readonly string[]): string {
  const options = JSON.stringify({
    writeKey: 'agb_wk_test',
    endpoint: standIn.url,
    attention: false,
    ...shop.options,
  });
  return `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Lampenladen</title>
<script nonce="n">window.errors=[];addEventListener('error',e=>errors.push(e.message));
addEventListener('unhandledrejection',e=>errors.push(String(e.reason)));</script>
${shop.head ?? ''}
<script nonce="n">(function(w,d){var a=w.augenblick=w.augenblick||[];a._options=${options};
'${stub.join(' ')}'.split(' ').forEach(function(n){a[n]=function(){a.push([n].concat([].slice.call(arguments)))}});
var s=d.createElement('script');s.async=true;s.src='${shop.blocked ? 'http://127.0.0.1:9/tag.js' : `${standIn.url}/tag.js`}';d.head.appendChild(s);a.page('Start')})(window,document)</script>
</head><body><h1>Lampen</h1>
<div id="slot" data-augenblick="home-hero" data-min-height="180"><p id="own">Unsere Empfehlung</p></div>
${shop.body ?? ''}<p id="after">Darunter</p>
<button id="buy">In den Korb</button>
<script nonce="n">document.getElementById('buy').addEventListener('click',function(){
this.textContent='Im Korb';augenblick.added({product_id:'p1',price:89.9,currency:'EUR'})})</script>
</body></html>`;
}
