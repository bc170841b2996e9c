/**
 * Push messages of the shop: asks the browser, tells the server, takes it back. A file of its own, loaded where a shop offers
 * push; nothing happens before the shopper presses the shop's own button.
 */

/** What it needs to know of the page. */
export interface PushOptions {
  writeKey: string;
  /** Address of the installation without a path. */
  endpoint: string;
  /** Path of the service worker on the shop's own host. */
  worker: string;
  /** What the browser is called at present. */
  anonymousId: () => string;
  locale: () => string;
}

/** unsupported: this browser cannot. denied: the shopper said no in the browser. */
export type PushState = 'unsupported' | 'denied' | 'on' | 'off';

/** What the shopper agreed to. */
export interface PushWording {
  /** The sentence beside the button; it goes into the record of consent. */
  wording: string;
  wordingVersion?: string;
}

export interface Push {
  state(): Promise<PushState>;
  /** To be called from a click. Answers how it stands afterwards; never throws. */
  subscribe(wording: PushWording): Promise<PushState>;
  unsubscribe(): Promise<PushState>;
}

/** Base64url of a key as the browser wants it. */
export function keyBytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** Makes the calls for a page. */
export function createPush(options: PushOptions): Push {
  const supported = (): boolean =>
    'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  const current = async (): Promise<PushSubscription | null> => {
    const registration = await navigator.serviceWorker.getRegistration(options.worker);
    return (await registration?.pushManager.getSubscription()) ?? null;
  };
  const state = async (): Promise<PushState> => {
    if (!supported()) return 'unsupported';
    if (Notification.permission === 'denied') return 'denied';
    return (await current()) ? 'on' : 'off';
  };
  const post = async (path: string, body: object): Promise<void> => {
    const { writeKey, endpoint } = options;
    const answer = await fetch(`${endpoint}/v1/push/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ writeKey, anonymousId: options.anonymousId(), ...body }),
      credentials: 'omit',
      keepalive: true,
    });
    if (!answer.ok) throw new Error(`push: ${answer.status}`);
  };
  const subscribe = async ({ wording, wordingVersion }: PushWording): Promise<void> => {
    if ((await Notification.requestPermission()) !== 'granted') return;
    const key = `${options.endpoint}/v1/push/key?writeKey=${encodeURIComponent(options.writeKey)}`;
    const { publicKey } = (await (await fetch(key)).json()) as { publicKey: string };
    await navigator.serviceWorker.register(options.worker);
    const { pushManager } = await navigator.serviceWorker.ready;
    const before = await pushManager.getSubscription();
    const made = await pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: keyBytes(publicKey),
    });
    try {
      await post('subscribe', {
        subscription: made.toJSON(),
        wording,
        wordingVersion,
        locale: options.locale(),
        page: location.href,
      });
    } catch (error) {
      // Nobody would ever speak to it: the browser shall not believe it is subscribed.
      if (!before) await made.unsubscribe();
      throw error;
    }
  };
  const safely = async (work: () => Promise<void>): Promise<PushState> => {
    try {
      if (supported()) await work();
    } catch {
      // A shop's page never breaks because of us; `state` tells how it stands.
    }
    return state().catch(() => 'unsupported' as const);
  };
  return {
    state: () => state().catch(() => 'unsupported' as const),
    subscribe: (wording) => safely(() => subscribe(wording)),
    unsubscribe: () =>
      safely(async () => {
        const made = await current();
        if (!made) return;
        // Told first: a browser that forgot its subscription could not name it any more.
        await post('unsubscribe', { endpoint: made.endpoint });
        await made.unsubscribe();
      }),
  };
}
