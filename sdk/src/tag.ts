import { watchAttention } from './attention.ts';
import { type Answers, listen } from './consent.ts';
import { newId } from './id.ts';
import { SHOP_EVENTS, type ShopCall } from './names.ts';
import { openPlacements, type PlacementOptions, type Placements } from './placement.ts';
import { openQueue, type Queue } from './queue.ts';
import { createStore, type Store } from './store.ts';
import type { Item, TagDecision, TagMoment, TagOptions } from './wire.ts';

/** What the page can listen to. */
export interface TagEvents {
  ready: Tag;
  moment: TagMoment | null;
  decision: TagDecision;
  consent: Answers;
}

type Properties = Record<string, unknown>;

/** The tag as a page uses it. No call ever throws; every call may be made before there is consent. */
export interface Tag extends Record<ShopCall, (properties?: Properties) => void> {
  track(event: string, properties?: Properties): void;
  page(name?: string | Properties, properties?: Properties): void;
  /**
   * Who it is. With the shop's own `proof` (hex of HMAC-SHA-256 of the user id under the source's secret, made by the shop's
   * server) contents may be personal; without it a user id is only a claim.
   */
  identify(userId?: string | Properties | null, traits?: Properties, proof?: string): void;
  alias(userId: string, previousId?: string): void;
  group(groupId: string, traits?: Properties): void;
  /** Somebody else is at this browser now: new id, no customer number. */
  reset(): void;
  /** Says what the shopper agreed to; without arguments: what is known. `proof` goes into the consent record. */
  consent(answers?: Answers, proof?: Properties): Answers;
  on<K extends keyof TagEvents>(name: K, fn: (value: TagEvents[K]) => void): void;
  ready(fn: (tag: Tag) => void): void;
  placement(key: string, options?: PlacementOptions): Promise<TagDecision | null>;
  /** What the browser is called at present. */
  readonly anonymousId: string;
}

/** Version of the tag as events carry it in `context.library`. */
export const VERSION = '0.1.0';
const TIMEOUT = 300;
/** Titles are set shortly after an address changes. */
const TITLE_AFTER = 60;

// What this page's tag knows; one tag a page.
let options: TagOptions;
let store: Store;
let queue: Queue;
let placements: Placements;
let anonymousId: string;
let userId: string | undefined;
let userProof: string | undefined;
let answers: Answers;
let referrer: string;
let address: string;
/** Between a navigation within the page and its page event. */
let turning = false;
const listeners = new Map<string, ((value: never) => void)[]>();

const agreed = (): boolean => answers.analytics === true;
const locale = (): string =>
  options.locale ?? (document.documentElement.lang || navigator.language);
/** IANA zone of the browser. */
const timezone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
const keep = (): void => {
  if (agreed()) store.keep({ anonymousId, userId, consent: answers });
};
const track = (event: string, properties?: object): void => send('track', { event, properties });
function emit<K extends keyof TagEvents>(name: K, value: TagEvents[K]): void {
  for (const fn of listeners.get(name) ?? [])
    guarded(() => (fn as (value: TagEvents[K]) => void)(value));
}

function place(): object {
  const { pathname: path, search, href: url } = location;
  return { path, search, url, title: document.title, referrer };
}

function context(): object {
  const campaign: Record<string, string> = {};
  new URLSearchParams(location.search).forEach((value, key) => {
    if (key.startsWith('utm_')) campaign[key === 'utm_campaign' ? 'name' : key.slice(4)] = value;
  });
  return {
    library: { name: 'augenblick.js', version: VERSION },
    page: place(),
    locale: navigator.language,
    timezone: timezone(),
    userAgent: navigator.userAgent,
    campaign,
  };
}

function send(type: string, more: Partial<Item>): void {
  // A clear no: nothing is kept, nothing is sent.
  if (answers.analytics === false) return;
  queue.push({
    type,
    messageId: newId(),
    timestamp: new Date().toISOString(),
    anonymousId,
    userId,
    context: context(),
    ...more,
  });
}

function reset(): void {
  userId = userProof = undefined;
  anonymousId = newId();
  keep();
}

function consent(said: Answers, proof?: Properties): void {
  const before = answers;
  const next = { ...answers, ...said };
  if (Object.keys(next).every((key) => next[key] === before[key])) return;
  const event = 'Segment Consent Preference Updated';
  const statement = (): void =>
    send('track', {
      event,
      properties: proof,
      context: { ...context(), consent: { categoryPreferences: next } },
    });
  if (before.analytics === true && next.analytics === false) {
    // The withdrawal itself is the last thing that leaves; then nothing is remembered.
    statement();
    queue.leave();
    answers = next;
    queue.clear();
    store.clear();
    reset();
  } else {
    answers = next;
    if (answers.analytics === false) queue.clear();
    if (agreed()) {
      keep();
      statement();
      if (before.analytics !== true) queue.resume();
    }
  }
  emit('consent', answers);
}

/** The calls without their guard. */
function makeCalls(): Tag {
  const tag = {
    track,
    page(name, properties) {
      const named = typeof name === 'string';
      send('page', {
        name: named ? name : undefined,
        properties: { ...place(), ...(named ? properties : name) },
      });
    },
    identify(id, traits, proof) {
      if (typeof id !== 'string') traits = id ?? traits;
      else if (id) {
        // Another customer at the same browser is another shopper.
        if (userId !== undefined && userId !== id) anonymousId = newId();
        userId = id;
        userProof = proof;
        keep();
      }
      send('identify', { traits });
    },
    alias(to, from) {
      send('alias', { userId: to, previousId: from ?? userId ?? anonymousId });
      userId = to;
      keep();
    },
    group: (groupId, traits) => send('group', { groupId, traits }),
    reset,
    consent(said, proof) {
      if (said) consent(said, proof);
      return { ...answers };
    },
    on(name, fn) {
      listeners.set(name, [...(listeners.get(name) ?? []), fn]);
    },
    ready: (fn) => void setTimeout(() => guarded(() => fn(tag))),
    placement: (key, given) => placements.add(key, given),
    get anonymousId() {
      return anonymousId;
    },
  } as Tag;
  return tag;
}

/** Adds the shop's calls, and a guard around all of them. */
function complete(tag: Tag): void {
  for (const call of Object.keys(SHOP_EVENTS) as ShopCall[]) {
    tag[call] = (properties = {}) => {
      const { order_id: order } = properties;
      const event = SHOP_EVENTS[call];
      // A thank-you page that is loaded again tells the same order, under the same id.
      const again = call === 'ordered' && order ? { messageId: `order-${order as string}` } : null;
      send('track', { event, properties, ...again });
    };
  }
  for (const call of Object.keys(tag) as (keyof Tag)[]) {
    const work = tag[call] as (...args: unknown[]) => unknown;
    if (call !== 'anonymousId')
      Object.assign(tag, { [call]: (...args: unknown[]) => guarded(() => work(...args)) });
  }
}

/** Parts that know each other only through the tag. */
function openParts(): void {
  const { beforeConsent = 'hold', timeout = TIMEOUT } = options;
  const endpoint = (options.endpoint ?? '').replace(/\/$/, '');
  store = createStore(options.cookieDomain);
  const kept = store.load();
  anonymousId = kept?.anonymousId ?? newId();
  userId = kept?.userId;
  answers = { ...kept?.consent };
  ({ referrer } = document);
  address = location.href;
  placements = openPlacements({
    locale,
    timeout,
    track,
    hurry: () => queue.hurry(),
    decided: (decision) => emit('decision', decision),
  });
  queue = openQueue({
    endpoint,
    store,
    placements,
    open: () =>
      !turning && (agreed() || (beforeConsent === 'anonymous' && answers.analytics === undefined)),
    keeps: agreed,
    who: () => ({
      writeKey: options.writeKey,
      anonymousId,
      userId,
      userProof,
      locale: locale(),
      timezone: timezone(),
      explain: options.explain,
    }),
    answered: ({ moment }) => emit('moment', moment),
  });
}

/** Starts the tag in this page. One tag a page: a second call starts it anew. */
export function createTag(wanted: TagOptions): Tag {
  options = wanted;
  openParts();
  const tag = makeCalls();
  complete(tag);
  const attention = watchAttention(
    {
      // Of a page that was left within the page, the address is the former one.
      track: (event, properties) =>
        send('track', { event, properties: { ...properties, url: address } }),
      leave: () => queue.leave(),
    },
    options.attention !== false,
  );
  if (options.spa !== false)
    watchAddress(() => {
      if (location.href.split('#')[0] === address.split('#')[0]) return;
      attention.turn();
      referrer = address;
      address = location.href;
      // Placements of the new page wait for its page event: they are answered together.
      turning = true;
      setTimeout(() => {
        turning = false;
        tag.page();
      }, TITLE_AFTER);
    });
  if (agreed()) queue.resume();
  guarded(() => listen(window, (said) => consent(said)));
  whenParsed(() => placements.watch());
  setTimeout(() => emit('ready', tag));
  return tag;
}

/** Nothing of ours ever breaks the page. */
function guarded<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function watchAddress(changed: () => void): void {
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name];
    history[name] = function (this: History, ...args) {
      original.apply(this, args);
      guarded(changed);
    };
  }
  addEventListener('popstate', () => guarded(changed));
}

function whenParsed(work: () => void): void {
  const start = (): void => guarded(work);
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start);
  else start();
}
