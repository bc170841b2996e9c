/**
 * What is true of shoppers, in plain words: what they said and when, which addresses belong together. Knows nothing of the
 * code; the house is held to it.
 */

export type Spoken = 'email' | 'sms' | 'telegram';

/** Something a shopper said, under the name they said it with. */
interface Word {
  key: string;
  at: number;
  about: Spoken | 'any';
  yes: boolean;
}

/** What a shopper wishes; the latest counts. */
interface Wish {
  key: string;
  at: number;
  pausedUntil: number | null;
  frequency: 'all' | 'weekly' | 'monthly';
  topicsOff: readonly string[];
}

/** Something that happened in the shop, under the name it happened with. */
export interface Deed {
  key: string;
  at: number;
  what: 'sale' | 'return' | 'review';
  /** The sale it is about. */
  about: string;
  /** Name of the event. */
  event: string;
}

/** Names that are one shopper. */
export interface Shopper {
  keys: Set<string>;
  since: number;
  zone: string;
  /** Staff joined or parted them: what was said under which name is then a question of its own. */
  mixed: boolean;
  deeds: Deed[];
}

/** What addresses of a channel begin with. */
const ADDRESS: Readonly<Record<Spoken, string>> = {
  email: 'email',
  sms: 'phone',
  telegram: 'telegram',
};

/** The shoppers of one retailer. */
export class Truth {
  readonly shoppers = new Map<string, Shopper>();
  readonly left = new Map<string, number>();
  readonly barred = new Set<string>();
  readonly dead = new Map<string, number>();
  /** Whose a chat is; a chat that was blocked or left is nobody's. */
  readonly chats = new Map<string, string>();
  #words: Word[] = [];
  #wishes: Wish[] = [];

  /** A new shopper with these names; those that are known already stay where they are. */
  known(keys: readonly string[], { at, zone }: { at: number; zone: string }): Shopper {
    const own = keys.map((key) => this.shoppers.get(key)).find((one) => one !== undefined);
    const fresh = { keys: new Set<string>(), since: at, zone, mixed: false, deeds: [] };
    const shopper = own ?? fresh;
    for (const key of keys) {
      if (this.shoppers.has(key)) continue;
      shopper.keys.add(key);
      this.shoppers.set(key, shopper);
    }
    return shopper;
  }

  say(key: string, about: Spoken | 'any', yes: boolean, at: number): void {
    this.#words.push({ key, at, about, yes });
  }

  wish(key: string, at: number, wish: Omit<Wish, 'key' | 'at'>): void {
    this.#wishes.push({ ...wish, key, at });
  }

  /** Whoever this address belongs to hears no more through it, nor through their other addresses of the kind. */
  leaves(key: string, about: readonly Spoken[], at: number): void {
    const shopper = this.shoppers.get(key);
    const all = [key, ...(shopper?.keys ?? [])];
    for (const one of all)
      if (about.some((channel) => one.startsWith(`${ADDRESS[channel]}:`))) this.left.set(one, at);
    if (shopper?.mixed !== true) for (const channel of about) this.say(key, channel, false, at);
  }

  /** Staff joined or parted somebody: `now` says which names are one shopper since. */
  regroup(now: ReadonlyMap<string, string>): void {
    const before = new Map(this.shoppers);
    const ids = new Set(now.values());
    for (const id of ids) {
      const keys = [...now].flatMap(([key, own]) => (own === id ? [key] : []));
      const known = keys.filter((key) => before.has(key));
      const old = [...new Set(known.map((key) => before.get(key) as Shopper))];
      const [one] = old;
      if (one === undefined) continue;
      if (old.length === 1 && one.keys.size === known.length) continue;
      const shopper: Shopper = {
        keys: new Set(known),
        since: Math.min(...old.map(({ since }) => since)),
        zone: one.zone,
        mixed: true,
        deeds: old.flatMap(({ deeds }) => deeds),
      };
      for (const key of known) this.shoppers.set(key, shopper);
    }
  }

  erase(key: string, at: number): void {
    const shopper = this.shoppers.get(key);
    if (shopper === undefined) return;
    this.#words = this.#words.filter((word) => !shopper.keys.has(word.key));
    this.#wishes = this.#wishes.filter((wish) => !shopper.keys.has(wish.key));
    for (const [chat, owner] of this.chats) if (shopper.keys.has(owner)) this.chats.delete(chat);
    for (const one of shopper.keys) {
      this.shoppers.delete(one);
      this.left.set(one, at);
    }
  }

  /** Whose an address is. */
  ownerOf(key: string): Shopper | undefined {
    return this.shoppers.get(key.startsWith('telegram:') ? (this.chats.get(key) ?? '') : key);
  }

  /** All addresses of a shopper of one kind. */
  addressesOf({ keys }: Shopper, about: Spoken): string[] {
    if (about === 'telegram')
      return [...this.chats].flatMap(([chat, owner]) => (keys.has(owner) ? [chat] : []));
    return [...keys].filter((key) => key.startsWith(`${ADDRESS[about]}:`));
  }

  wishOf(key: string): Wish | undefined {
    const keys = this.ownerOf(key)?.keys;
    return this.#wishes
      .filter((wish) => keys?.has(wish.key))
      .reduce<Wish | undefined>((last, one) => (last && last.at > one.at ? last : one), undefined);
  }

  /** Whether advertising may go to this address at this instant; the reason why not. */
  against(key: string, about: Spoken, topic: string | null, now: number): string | null {
    const shopper = this.ownerOf(key);
    if (shopper === undefined) return 'nobody has this address';
    const words = this.#words.filter((word) => shopper.keys.has(word.key));
    const last = (of: Spoken | 'any'): Word | undefined =>
      words
        .filter((word) => word.about === of)
        .reduce<Word | undefined>(
          (best, one) =>
            best === undefined || one.at > best.at || (one.at === best.at && !one.yes) ? one : best,
          undefined,
        );
    const own = last(about);
    const all = last('any');
    if (own === undefined) return 'never agreed';
    if (!own.yes) return 'withdrew';
    if (all !== undefined && !all.yes && all.at >= own.at) return 'withdrew everything';
    const left = this.left.get(key);
    if (left !== undefined && left >= own.at) return 'left';
    if (this.barred.has(key)) return 'barred by staff';
    if (this.dead.has(key)) return 'dead or complained';
    const wish = this.wishOf(key);
    if (wish?.pausedUntil != null && now < wish.pausedUntil) return 'paused';
    if (topic !== null && wish?.topicsOff.includes(topic)) return 'topic switched off';
    return null;
  }
}

/** Hour, day and week on the wall of a zone, by Intl alone. */
export function wall(zone: string, at: number): { time: string; day: string; week: string } {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const [day = '', time = ''] = format.format(at).split(' ');
  const noon = Date.parse(`${day}T12:00:00Z`);
  const monday = noon - ((new Date(noon).getUTCDay() + 6) % 7) * 86_400_000;
  return { time, day, week: new Date(monday).toISOString().slice(0, 10) };
}
