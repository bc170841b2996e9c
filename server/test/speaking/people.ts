/** Who takes part in a story: the same few people in two shops, with the same addresses in both. */
import type { RetailerId } from '@augenblick/contract';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Pacific/Auckland'] as const;

/** Somebody at one of the two shops. Neighbours by number share a zone: staff may take them for one and the same. */
export interface Person {
  retailerId: RetailerId;
  n: number;
  userId: string;
  email: string;
  phone: string;
  zone: string;
  /** Their chat with the shop's bot. */
  chat: string;
}

function person(retailerId: number, n: number): Person {
  return {
    retailerId: retailerId as RetailerId,
    n,
    userId: `kunde-${n}`,
    email: `kunde.${n}@mail.example`,
    phone: `+4915110000${n}`,
    zone: ZONES[(n >> 1) % ZONES.length] as string,
    chat: `50${retailerId}0${n}`,
  };
}

/** Four at the first shop, two of them at the second, too. */
export const PEOPLE: readonly Person[] = [
  ...[0, 1, 2, 3].map((n) => person(1, n)),
  ...[0, 1].map((n) => person(2, n)),
];

/** Names as identifiers are written. */
export const keysOf = ({ userId, email, phone }: Person): string[] => [
  `user_id:${userId}`,
  `email:${email}`,
  `phone:${phone}`,
];
export const userKey = ({ userId }: Person): string => `user_id:${userId}`;
export const mailKey = ({ email }: Person): string => `email:${email}`;
export const chatKey = ({ chat }: Pick<Person, 'chat'>): string => `telegram:${chat}`;
export const phoneKey = ({ phone }: Person): string => `phone:${phone}`;
