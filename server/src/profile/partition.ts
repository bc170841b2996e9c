import {
  IDENTITY_KINDS,
  IDENTITY_RULES,
  type IdentityKey,
  type IdentityKind,
} from '@augenblick/contract';

/** Two identifiers seen together with proof. */
export interface Link {
  a: IdentityKey;
  b: IdentityKey;
  /** An explicit statement (alias by a trusted system, staff) outranks the limits; an event does not. */
  origin: 'event' | 'alias' | 'staff';
  /** Taken apart by staff. */
  cut: boolean;
}

export interface Partition {
  /** Identifier → representative of its group (the smallest key). Every identifier given is in it. */
  groupOf: Map<IdentityKey, IdentityKey>;
  /** Identifiers that several people use; they join nobody. */
  shared: Set<IdentityKey>;
}

/** A value of kind 'first' that is linked to more people than this is no person's (info@ on every order). */
const PEOPLE_PER_VALUE_MAX = 5;

const RANK: Readonly<Record<string, number>> = Object.fromEntries(
  IDENTITY_KINDS.map((kind, i) => [kind, i]),
);

function kindOf(key: IdentityKey): IdentityKind {
  return key.slice(0, key.indexOf(':')) as IdentityKind;
}

/** The link of two identifiers in its one spelling: the stronger first, then by value. */
export function orientLink(x: IdentityKey, y: IdentityKey): [IdentityKey, IdentityKey] {
  return compareKeys(x, y) <= 0 ? [x, y] : [y, x];
}

/**
 * Which identifiers belong to one person: a function of the set of links, not of the order they came in.
 *
 * 1. Explicit links (alias by a trusted system, staff) join without limits.
 * 2. A device or anonymous id linked to more than one person's user ids is shared and joins nobody (a tablet in the family, a till).
 *    An address linked to more than five likewise.
 * 3. The other links are taken in one canonical order – strong kinds before weak, then by value – and
 *    join two groups unless the joined group would hold more values of a kind than its limit (Segment Unify: one user_id).
 *
 * `knownShared` are identifiers found shared earlier; their links need not be given. Pure; property-tested for order.
 */
export function partition(
  nodes: Iterable<IdentityKey>,
  links: readonly Link[],
  knownShared: ReadonlySet<IdentityKey> = new Set(),
): Partition {
  const active = links.filter((link) => !link.cut);
  const groups = new Groups(nodes);
  for (const link of active) if (link.origin !== 'event') groups.join(link.a, link.b, false);
  const shared = findShared(active, knownShared, groups);
  for (const link of active
    .filter((candidate) => candidate.origin === 'event')
    .sort(compareLinks)) {
    if (!shared.has(link.a) && !shared.has(link.b)) groups.join(link.a, link.b, true);
  }
  return { groupOf: groups.representatives(), shared };
}

function findShared(
  links: readonly Link[],
  known: ReadonlySet<IdentityKey>,
  groups: Groups,
): Set<IdentityKey> {
  const people = new Map<IdentityKey, Set<IdentityKey>>();
  const note = (value: IdentityKey, other: IdentityKey): void => {
    if (kindOf(other) !== 'user_id' || kindOf(value) === 'user_id') return;
    const person = groups.find(other);
    const seen = people.get(value);
    if (seen) seen.add(person);
    else people.set(value, new Set([person]));
  };
  for (const link of links) {
    if (link.origin !== 'event') continue;
    note(link.a, link.b);
    note(link.b, link.a);
  }
  const shared = new Set(known);
  for (const [value, users] of people) {
    const allowed = IDENTITY_RULES[kindOf(value)].whenShared === 'cut' ? 1 : PEOPLE_PER_VALUE_MAX;
    if (users.size > allowed) shared.add(value);
  }
  return shared;
}

function compareKeys(x: IdentityKey, y: IdentityKey): number {
  return (RANK[kindOf(x)] as number) - (RANK[kindOf(y)] as number) || (x < y ? -1 : x > y ? 1 : 0);
}

function compareLinks(x: Link, y: Link): number {
  const kinds = (link: Link): number =>
    (RANK[kindOf(link.a)] as number) * 16 + (RANK[kindOf(link.b)] as number);
  return kinds(x) - kinds(y) || compareKeys(x.a, y.a) || compareKeys(x.b, y.b);
}

/** Union-find whose groups know how many values of each kind they hold. */
class Groups {
  private readonly parent = new Map<IdentityKey, IdentityKey>();
  private readonly held = new Map<IdentityKey, Map<IdentityKind, number>>();

  constructor(nodes: Iterable<IdentityKey>) {
    for (const node of nodes) this.add(node);
  }

  join(x: IdentityKey, y: IdentityKey, limited: boolean): void {
    this.add(x);
    this.add(y);
    const a = this.find(x);
    const b = this.find(y);
    if (a === b || (limited && !this.fits(a, b))) return;
    const [root, child] = a < b ? [a, b] : [b, a];
    this.parent.set(child, root);
    const into = this.held.get(root) as Map<IdentityKind, number>;
    for (const [kind, n] of this.held.get(child) ?? []) into.set(kind, (into.get(kind) ?? 0) + n);
    this.held.delete(child);
  }

  representatives(): Map<IdentityKey, IdentityKey> {
    return new Map([...this.parent.keys()].map((node) => [node, this.find(node)]));
  }

  private add(node: IdentityKey): void {
    if (this.parent.has(node)) return;
    this.parent.set(node, node);
    this.held.set(node, new Map([[kindOf(node), 1]]));
  }

  find(node: IdentityKey): IdentityKey {
    let at = node;
    for (let up = this.parent.get(at); up !== undefined && up !== at; up = this.parent.get(at)) {
      const above = this.parent.get(up) ?? up;
      this.parent.set(at, above);
      at = above;
    }
    return at;
  }

  private fits(a: IdentityKey, b: IdentityKey): boolean {
    const held = this.held.get(a) as Map<IdentityKind, number>;
    for (const [kind, n] of this.held.get(b) ?? []) {
      if ((held.get(kind) ?? 0) + n > IDENTITY_RULES[kind].limit) return false;
    }
    return true;
  }
}
