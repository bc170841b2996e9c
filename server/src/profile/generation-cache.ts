/**
 * A bounded map for hot entries: two generations, the older one is forgotten when the younger is full. Costs one map
 * access where a list-based LRU costs four, and never holds more than `capacity` entries – or, when entries are weighed,
 * hardly more than `capacity` of their weight together.
 */
export class GenerationCache<V> {
  private young = new Map<string, V>();
  private old = new Map<string, V>();
  private readonly half: number;
  private readonly weigh: (value: V) => number;
  /** Of the younger generation. */
  private weight = 0;

  constructor(capacity: number, weigh: (value: V) => number = () => 1) {
    this.half = Math.max(1, Math.floor(capacity / 2));
    this.weigh = weigh;
  }

  get(key: string): V | undefined {
    const hit = this.young.get(key);
    if (hit !== undefined) return hit;
    const aged = this.old.get(key);
    if (aged === undefined) return undefined;
    this.old.delete(key);
    this.set(key, aged);
    return aged;
  }

  has(key: string): boolean {
    return this.young.has(key) || this.old.has(key);
  }

  set(key: string, value: V): void {
    const before = this.young.get(key);
    if (before !== undefined) this.weight -= this.weigh(before);
    this.young.set(key, value);
    this.weight += this.weigh(value);
    if (this.weight <= this.half) return;
    this.old = this.young;
    this.young = new Map();
    this.weight = 0;
  }

  /** Removes and returns an entry: the caller owns it now. */
  take(key: string): V | undefined {
    const hit = this.young.get(key) ?? this.old.get(key);
    if (hit !== undefined) this.delete(key);
    return hit;
  }

  delete(key: string): void {
    const young = this.young.get(key);
    if (young !== undefined) this.weight -= this.weigh(young);
    this.young.delete(key);
    this.old.delete(key);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
    this.weight = 0;
  }

  get size(): number {
    return this.young.size + this.old.size;
  }
}
