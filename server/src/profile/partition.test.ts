import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Link, orientLink, partition } from './partition.ts';

const link = (x: string, y: string, origin: Link['origin'] = 'event'): Link => {
  const [a, b] = orientLink(x, y);
  return { a, b, origin, cut: false };
};

const byText = (x: unknown, y: unknown): number => (String(x) < String(y) ? -1 : 1);

/** Groups as sorted lists of members, so that two partitions can be compared. */
function groups(links: readonly Link[]): string[][] {
  const nodes = links.flatMap(({ a, b }) => [a, b]);
  const byGroup = new Map<string, string[]>();
  for (const [node, group] of partition(nodes, links).groupOf) {
    byGroup.set(group, [...(byGroup.get(group) ?? []), node]);
  }
  return [...byGroup.values()].map((members) => members.sort(byText)).sort(byText);
}

const key = fc.oneof(
  fc.nat(4).map((n) => `user_id:u${n}`),
  fc.nat(4).map((n) => `email:m${n}@x.de`),
  fc.nat(3).map((n) => `card:c${n}`),
  fc.nat(5).map((n) => `anonymous_id:a${n}`),
  fc.nat(2).map((n) => `device:d${n}`),
);
const anyLink = fc
  .tuple(key, key, fc.constantFrom<Link['origin']>('event', 'event', 'event', 'alias', 'staff'))
  .filter(([x, y]) => x !== y)
  .map(([x, y, origin]) => link(x, y, origin));

describe('partition', () => {
  it('does not depend on the order of the links', () => {
    fc.assert(
      fc.property(
        fc.array(anyLink, { maxLength: 25 }),
        fc.infiniteStream(fc.nat()),
        (links, keys) => {
          const order = new Map(links.map((one) => [one, keys.next().value as number]));
          const shuffled = [...links].sort((x, y) => (order.get(x) ?? 0) - (order.get(y) ?? 0));
          expect(groups(shuffled)).toEqual(groups(links));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never holds two user ids in one group unless somebody said so', () => {
    const fromEvents = fc.array(
      anyLink.filter((one) => one.origin === 'event'),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(fromEvents, (links) => {
        for (const members of groups(links)) {
          expect(
            members.filter((member) => member.startsWith('user_id:')).length,
          ).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same groups when shared identifiers are only remembered as such', () => {
    fc.assert(
      fc.property(fc.array(anyLink, { maxLength: 25 }), (links) => {
        const nodes = links.flatMap(({ a, b }) => [a, b]);
        const whole = partition(nodes, links);
        const rest = links.filter(
          (one) => one.origin !== 'event' || (!whole.shared.has(one.a) && !whole.shared.has(one.b)),
        );
        const again = partition(nodes, rest, whole.shared);
        expect([...again.groupOf].sort(byText)).toEqual([...whole.groupOf].sort(byText));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps ten people on one tablet apart, and the tablet from all of them', () => {
    const links = Array.from({ length: 10 }, (_, i) =>
      link(`user_id:u${i}`, 'anonymous_id:tablet'),
    );
    expect(groups(links)).toHaveLength(11);
  });

  it('leaves a shared address with the first user id and gives the second a profile of their own (Segment Unify)', () => {
    const links = [
      link('user_id:abc123', 'email:jane@example1.com'),
      link('user_id:abc456', 'email:jane@example1.com'),
    ];
    expect(groups(links)).toEqual([
      ['email:jane@example1.com', 'user_id:abc123'],
      ['user_id:abc456'],
    ]);
  });

  it('joins two user ids when a trusted system renames one', () => {
    expect(
      groups([link('user_id:old', 'user_id:new', 'alias'), link('user_id:old', 'anonymous_id:a')]),
    ).toHaveLength(1);
  });

  it('does not join through a link that was cut', () => {
    const cut = { ...link('user_id:u', 'anonymous_id:a'), cut: true };
    expect(groups([cut])).toHaveLength(2);
  });
});
