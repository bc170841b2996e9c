/**
 * What would become of messages at an instant: the same reading and the same guards as reserving, in a transaction that is
 * rolled back. Nothing is counted, nothing is written, and shoppers' memories are locked only while it looks.
 */
import {
  asText,
  type ChannelName,
  type DeliveryReason,
  type MessageRequest,
  type ProfileId,
  type RetailerId,
} from '@augenblick/contract';
import { Calendar, holdTouches, speechRule } from '../decision/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { advertisedBy } from './advertised.ts';
import { deliveryId } from './id.ts';
import { type Due, judge, type Setting, type Way } from './judge.ts';
import { localeOf } from './person.ts';
import * as queries from './queries-send.ts';
import { Nights } from './quiet.ts';
import { readPeople, readWays, type ReserveDeps } from './reserve.ts';

/** It leaves through `channel`, or later (`until`, ms) once it may, or is left out for a reason. */
export interface Foreseen {
  channel: ChannelName | null;
  locale: 'de' | 'en';
  reason: DeliveryReason | null;
  until: number | null;
}

/** What reserving needs, without the instant and without whoever asks. */
export type ForeseeDeps = Omit<ReserveDeps, 'clock' | 'holds'>;

/** Thrown to roll back what was only looked at. */
class OnlyLooked extends Error {}

const calendar = new Calendar();
const nights = new Nights(calendar);

/** Judges messages as if they were due at `at` (ms). Answers in their order; one shopper's messages do not count for each other. */
export async function foresee(
  deps: ForeseeDeps,
  retailerId: RetailerId,
  requests: readonly MessageRequest[],
  at: number,
): Promise<Foreseen[]> {
  let seen: Foreseen[] = [];
  try {
    await deps.sql.begin(async (tx) => {
      seen = await look(deps, tx, retailerId, requests, at);
      throw new OnlyLooked();
    });
  } catch (error) {
    if (!(error instanceof OnlyLooked)) throw error;
  }
  return seen;
}

async function look(
  deps: ForeseeDeps,
  tx: TransactionSql,
  retailerId: RetailerId,
  requests: readonly MessageRequest[],
  now: number,
): Promise<Foreseen[]> {
  const dues = requests.map((request) => dueOf(retailerId, request));
  const shop = await queries.shop(tx, retailerId);
  const rule = await speechRule(tx, retailerId, deps.ids);
  const people = await readPeople(
    tx,
    retailerId,
    requests.map(({ profileId }) => profileId),
  );
  if (shop === undefined) return requests.map(() => GONE);
  const ids = [...new Set([...people.values()].flatMap((one) => one?.id ?? []))];
  const touches = await holdTouches(tx, retailerId, ids);
  const names = [...new Set(requests.flatMap(({ channels }) => channels))];
  const month = calendar.at(shop.zone, now).month;
  const limited = names.filter((name) => shop.settings?.monthly?.[name] !== undefined);
  const used = await queries.lockBudgets(tx, retailerId, month, limited);
  const ways = await readWays({ deps, tx, retailerId, names }, dues, people);
  const setting: Setting = {
    now,
    zone: shop.zone,
    salt: rule.salt,
    rule: rule.settings,
    calendar,
    nights,
  };
  return dues.map((due): Foreseen => {
    const person = people.get(due.row.profile_id) ?? null;
    if (person === null) return GONE;
    const own = ways.get(due.row.id) ?? new Map<ChannelName, Way>();
    for (const [name, way] of own) {
      const monthly = shop.settings?.monthly?.[name];
      way.left = monthly === undefined ? null : monthly - (used.get(name) ?? 0);
    }
    const judged = judge(due, person, own, touches.get(person.id)?.memory ?? null, setting);
    const locale = due.rules.locale ?? localeOf(person.state, shop.locale);
    if (judged.send === null) {
      return { channel: null, locale, reason: judged.reason, until: judged.until };
    }
    const { name } = judged.send.channel;
    // What this one would use up is used up for the next.
    if (used.has(name)) used.set(name, (used.get(name) ?? 0) + 1);
    return { channel: name, locale, reason: null, until: null };
  });
}

const GONE: Foreseen = { channel: null, locale: 'de', reason: 'shopper_gone', until: null };

function dueOf(retailerId: RetailerId, request: MessageRequest): Due {
  const { data, origin, caps, exclusiveGroup: group, address, locale } = request;
  return {
    row: {
      id: deliveryId(retailerId, request.key),
      profile_id: request.profileId as ProfileId,
      priority: 2,
      channels: request.channels,
      origin_kind: origin.kind,
      origin_id: origin.id,
      variant: origin.variant,
      templates: JSON.stringify(request.templateIds),
      rules: '',
      data: '',
      attempt: 0,
      tries: 0,
      counted: false,
      taken: null,
      until: request.notAfter,
    },
    rules: {
      caps,
      group,
      ...(address === undefined ? {} : { address }),
      ...(locale === undefined ? {} : { locale }),
    },
    topic: asText(data['topic']) ?? null,
    advertised: advertisedBy(data),
    hold: null,
    twins: [],
  };
}
