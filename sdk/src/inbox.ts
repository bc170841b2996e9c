/**
 * The inbox on a shop's page: a bell that counts what is unread, and the messages behind it. A file of its own for pages of
 * signed-in customers. Works under a strict content security policy (no inline style, no inline script); draws in a shadow
 * root, so that the shop's styles and ours leave each other alone.
 */
import { element } from './element.ts';

/** A message as the server gives it. */
interface Message {
  id: string;
  /** ms. */
  at: number;
  title: string;
  text: string;
  url: string | null;
  picture: string | null;
  read: boolean;
}

interface Answer {
  unread: number;
  messages: Message[];
}

/** What it needs to know of the page. */
export interface InboxOptions {
  writeKey: string;
  userId: string;
  /** Hex of HMAC-SHA-256 of the user id under the source's secret, made by the shop's server. */
  userProof: string;
  /** Address of the installation without a path. */
  endpoint: string;
  language: 'de' | 'en';
  /** A CSS colour for the number at the bell; ours where it is absent or none. */
  accent: string | undefined;
  host: HTMLElement;
}

/** What the page may do with it. */
export interface InboxCalls {
  /** Looks for new messages now. Never throws. */
  refresh(): Promise<void>;
}

const WORDS = {
  de: {
    title: 'Nachrichten',
    unread: (n: number) => (n === 1 ? '1 ungelesen' : `${n} ungelesen`),
    none: 'Noch keine Nachrichten.',
    away: 'Die Nachrichten sind gerade nicht erreichbar.',
    again: 'Noch einmal versuchen',
    close: 'Schließen',
    fresh: 'Neu',
  },
  en: {
    title: 'Messages',
    unread: (n: number) => `${n} unread`,
    none: 'No messages yet.',
    away: 'The messages cannot be reached right now.',
    again: 'Try again',
    close: 'Close',
    fresh: 'New',
  },
};

const STYLE = `
:host{all:initial;display:inline-block;position:relative;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#1e1b18;text-align:start;--accent:#b3382c}
*{box-sizing:border-box}
button{font:inherit;color:inherit;background:none;border:0;cursor:pointer;border-radius:8px}
.bell{position:relative;width:44px;height:44px;padding:10px}
.bell:hover{background:rgb(30 27 24/.07)}
svg{display:block;width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.count{position:absolute;top:4px;inset-inline-end:2px;min-width:20px;height:20px;padding:0 5px;border-radius:10px;background:var(--accent);color:#fff;font-size:12px;font-weight:700;line-height:20px;text-align:center}
.panel{position:absolute;top:100%;inset-inline-end:0;z-index:2147483000;width:22rem;max-width:calc(100vw - 24px);margin-top:8px;background:#fff;border:1px solid #e7e0d6;border-radius:12px;box-shadow:0 2px 8px rgb(0 0 0/.08),0 16px 48px rgb(0 0 0/.18);overflow:hidden}
.panel.start{inset-inline:0 auto}
[hidden]{display:none}
header{display:flex;align-items:center;justify-content:space-between;padding:8px 8px 8px 20px;border-bottom:1px solid #e7e0d6}
h2{margin:0;font-size:1.1rem;line-height:1.25}
.close{width:44px;height:44px;font-size:1.4rem}
ul{list-style:none;margin:0;padding:0;max-height:min(28rem,70vh);overflow:auto;overscroll-behavior:contain}
li{display:flex;gap:12px;padding:14px 20px;border-top:1px solid #f0ebe3;position:relative}
li:first-child{border:0}
li.fresh{background:#fbf7f0}
li:has(a):hover{background:#f6f1e8}
img{flex:none;width:56px;height:56px;object-fit:cover;border-radius:8px}
.body{flex:1;min-width:0}
h3{margin:0;font-size:1rem;line-height:1.35;overflow-wrap:anywhere}
a{color:inherit;text-decoration:none}
a::after{content:"";position:absolute;inset:0}
p{margin:2px 0 0;overflow-wrap:anywhere;white-space:pre-line}
.small{font-size:.875rem;color:#6f665c}
.tag{margin-inline-end:8px;color:var(--accent);font-weight:700}
.said{padding:28px 20px;text-align:center;margin:0}
.again{display:block;margin:0 auto 24px;min-height:44px;padding:8px 16px;border:1px solid #8d8378;font-weight:600}
:focus-visible{outline:3px solid #1e1b18;outline-offset:2px}
li :focus-visible{outline-offset:-3px}
@media(max-width:480px){.panel,.panel.start{position:fixed;inset:auto 12px 12px;width:auto;top:auto}}
`;

/** The console's own bell, 24 units. */
const BELL =
  'M10.268 21a2 2 0 0 0 3.464 0M3.262 15.326A1 1 0 0 0 4 17h16a1 1 0 0 0 .74-1.673C19.41 13.956 18 12.499 18 8A6 6 0 0 0 6 8c0 4.499-1.411 5.956-2.738 7.326';
/** A page that is looked at again asks again after this long. */
const STALE_MS = 60_000;
const COUNT_MAX = 9;

/** Draws the bell into its host once the server has answered. */
export function openInbox(options: InboxOptions): InboxCalls {
  const inbox = new Inbox(options);
  return { refresh: () => inbox.refresh() };
}

class Inbox {
  private readonly options: InboxOptions;
  private readonly words: (typeof WORDS)['de'];
  private readonly bell = element('button', { type: 'button', className: 'bell' });
  private readonly count = element('span', { className: 'count', hidden: true });
  private readonly list = element('div');
  private readonly panel: HTMLElement;
  private messages: Message[] | null = null;
  private unread = 0;
  private askedAt = 0;
  private drawn = false;

  constructor(options: InboxOptions) {
    this.options = options;
    this.words = WORDS[options.language];
    const close = element(
      'button',
      { type: 'button', className: 'close', 'aria-label': this.words.close },
      '×',
    );
    this.panel = element(
      'div',
      { className: 'panel', role: 'dialog', 'aria-label': this.words.title, hidden: true },
      element('header', {}, element('h2', {}, this.words.title), close),
      this.list,
    );
    this.bell.append(drawing(), this.count);
    this.bell.setAttribute('aria-expanded', 'false');
    this.bell.addEventListener('click', () => this.toggle(!this.open));
    close.addEventListener('click', () => this.toggle(false));
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && Date.now() - this.askedAt > STALE_MS) void this.refresh();
    });
    void this.refresh();
  }

  async refresh(): Promise<void> {
    this.askedAt = Date.now();
    const answer = await this.ask([]);
    if (answer === 'refused') return;
    this.draw();
    this.show(answer);
    if (this.open) await this.markRead();
  }

  private get open(): boolean {
    return !this.panel.hidden;
  }

  /** Once; a page whose proof is wrong shows no bell at all. */
  private draw(): void {
    if (this.drawn) return;
    this.drawn = true;
    const { host, accent } = this.options;
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    if (accent !== undefined) host.style.setProperty('--accent', accent);
    root.append(this.bell, this.panel);
    host.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.toggle(false);
    });
    document.addEventListener('click', (event) => {
      if (!event.composedPath().includes(host)) this.toggle(false, false);
    });
  }

  private show(answer: Answer | null): void {
    if (answer !== null) {
      this.messages = answer.messages;
      this.unread = answer.unread;
    }
    const { words } = this;
    this.label();
    if (this.messages === null) {
      const again = element('button', { type: 'button', className: 'again' }, words.again);
      again.addEventListener('click', () => void this.refresh());
      this.list.replaceChildren(
        element('p', { className: 'said', role: 'status' }, words.away),
        again,
      );
    } else if (this.messages.length === 0) {
      this.list.replaceChildren(element('p', { className: 'said' }, words.none));
    } else {
      this.list.replaceChildren(element('ul', {}, ...this.messages.map((one) => this.row(one))));
    }
  }

  private row({ title, text, at, url, picture, read }: Message): HTMLElement {
    const when = element('time', { dateTime: new Date(at).toISOString() }, this.when(at));
    const image = web(picture);
    const to = web(url);
    return element(
      'li',
      { className: read ? '' : 'fresh' },
      element(
        'div',
        { className: 'body' },
        element('h3', {}, to === null ? title : element('a', { href: to }, title)),
        text === '' ? null : element('p', {}, text),
        element(
          'p',
          { className: 'small' },
          read ? null : element('span', { className: 'tag' }, this.words.fresh),
          when,
        ),
      ),
      image === null ? null : element('img', { src: image, alt: '', loading: 'lazy' }),
    );
  }

  /** The time of today, else the day. */
  private when(at: number): string {
    const date = new Date(at);
    const today = date.toDateString() === new Date().toDateString();
    const shown: Intl.DateTimeFormatOptions = today
      ? { hour: '2-digit', minute: '2-digit' }
      : { day: 'numeric', month: 'long' };
    return new Intl.DateTimeFormat(this.options.language === 'de' ? 'de' : 'en-GB', shown).format(
      date,
    );
  }

  private toggle(open: boolean, focus = true): void {
    if (open === this.open) return;
    this.panel.hidden = !open;
    this.bell.setAttribute('aria-expanded', String(open));
    if (open) {
      // Beside the bell to where there is room.
      const { right } = this.bell.getBoundingClientRect();
      this.panel.classList.toggle('start', right < this.panel.offsetWidth);
      this.show(null);
      void this.markRead();
    } else if (focus) this.bell.focus();
  }

  /** What is in sight counts as read; it keeps its mark until the inbox is opened again. */
  private async markRead(): Promise<void> {
    const seen = this.messages?.flatMap(({ id, read }) => (read ? [] : [id])) ?? [];
    if (seen.length === 0) return;
    const answer = await this.ask(seen);
    if (answer === null || answer === 'refused') return;
    this.messages = answer.messages;
    this.unread = answer.unread;
    this.label();
  }

  private label(): void {
    const { unread, words } = this;
    this.count.hidden = unread === 0;
    this.count.textContent = unread > COUNT_MAX ? `${COUNT_MAX}+` : String(unread);
    const label = unread === 0 ? words.title : `${words.title}, ${words.unread(unread)}`;
    this.bell.setAttribute('aria-label', label);
  }

  /** Null: no answer. `refused`: the proof does not fit, which only the shop's developer can mend. */
  private async ask(read: string[]): Promise<Answer | null | 'refused'> {
    const { endpoint, writeKey, userId, userProof } = this.options;
    try {
      const answer = await fetch(`${endpoint}/v1/inbox`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ writeKey, userId, userProof, read }),
        credentials: 'omit',
      });
      if (answer.status === 401 || answer.status === 403) {
        console.warn('Augenblick inbox: write key, user id and proof do not belong together.');
        return 'refused';
      }
      return answer.ok ? ((await answer.json()) as Answer) : null;
    } catch {
      return null;
    }
  }
}

/** An address of the web; null for anything else. */
function web(address: string | null): string | null {
  return address !== null && /^https?:\/\//i.test(address) ? address : null;
}

function drawing(): SVGElement {
  const name = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(name, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(name, 'path');
  path.setAttribute('d', BELL);
  svg.append(path);
  return svg;
}
