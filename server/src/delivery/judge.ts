/** The verdict about one due message, through the best of its channels. Pure: everything it depends on is handed in. */
import type { ChannelName, DecisionSettings, DeliveryReason } from '@augenblick/contract';
import {
  type Advertised,
  type SpeechFacts,
  speechBasis,
  preferencesOf,
  wishedCap,
} from '../consent/index.ts';
import {
  type Calendar,
  capTime,
  heldFromAll,
  shopperHash,
  type TouchMemory,
  unspoken,
} from '../decision/index.ts';
import type { Channel } from './channel.ts';
import type { MessageRules } from './enqueue.ts';
import type { Refusal, Speech } from './guards/guard.ts';
import { ALL_NEWSLETTERS, countedUnder, guarded } from './guards/registry.ts';
import { orderOf, type Person, unchosen, zoneOf } from './person.ts';
import type { DueRow } from './queries-send.ts';
import { againAt, type Hold } from './hold.ts';
import type { Nights } from './quiet.ts';
import { receivedAlready, type Twin } from './twin.ts';
import type { ReadyTemplate } from './writer.ts';

/** What the shop has set, and what time it is. */
export interface Setting {
  now: number;
  zone: string;
  salt: string;
  rule: DecisionSettings;
  calendar: Calendar;
  nights: Nights;
}

/** One channel of a due message with what was read for it. */
export interface Way {
  channel: Channel;
  template: ReadyTemplate | null;
  /** The retailer has set the channel up. */
  open: boolean;
  address: string | null;
  facts: SpeechFacts;
  /** Messages left this month; null = no limit. */
  left: number | null;
}

/** A due message with what its request says, parsed. */
export interface Due {
  row: DueRow;
  rules: MessageRules;
  topic: string | null;
  advertised: Advertised;
  /** Whoever asked for it holds it back. */
  hold: Hold | null;
  /** Messages of the same newsletter under other profiles of the shopper. */
  twins: readonly Twin[];
}

/**
 * It leaves through this way, is put off, or is left out. `freed`: what an earlier try was counted under, which counts no
 * more; null where there was none or nobody looked.
 */
export type Judgement = { freed: string[] | null } & (
  | { send: Way; template: ReadyTemplate; address: string; basis: string; count: string[] | null }
  | { send: null; reason: DeliveryReason; until: number | null }
);

/** Judges a message at the instant. `memory` is what the shopper was told so far, locked. */
export function judge(
  due: Due,
  person: Person,
  ways: ReadonlyMap<ChannelName, Way>,
  memory: TouchMemory | null,
  setting: Setting,
): Judgement {
  const { now } = setting;
  if (due.hold !== null)
    return { ...NOTHING, reason: due.hold.reason, until: againAt(due.hold, now) };
  const { until } = due.row;
  if (until !== null && now > until) return { ...NOTHING, reason: 'too_late', until: null };
  let best: Refusal | null = null;
  let freed: string[] | null = null;
  for (const name of orderOf(due.row.channels, person.state)) {
    const way = ways.get(name);
    if (way === undefined) continue;
    if (way.template === null || !way.open) {
      best ??= { reason: way.template === null ? 'template_missing' : 'channel_off' };
      continue;
    }
    const { template } = way;
    const speech = speechOf(due, person, { ...way, template }, memory, setting);
    freed ??= due.row.counted ? countedUnder(speech) : null;
    const to = { channel: name, address: speech.address };
    const refusal = guarded(speech) ?? receivedAlready(due.twins, to, now);
    if (refusal === null && speech.address !== null)
      return { ...leaves(way, template, speech), freed };
    if (refusal !== null) best = better(best, refusal);
  }
  const refused = best ?? { reason: 'channel_off' as const };
  const again = refused.until ?? null;
  // What would be put off beyond its deadline is left out now, with the reason that kept it.
  if (again !== null && (until === null || again <= until))
    return { send: null, reason: refused.reason, until: again, freed };
  return { send: null, reason: refused.reason, until: null, freed };
}

const NOTHING = { send: null, freed: null } as const;

function leaves(way: Way, template: ReadyTemplate, speech: Speech) {
  const { allowed, address } = speech;
  const keys = countedUnder(speech);
  return {
    send: way,
    template,
    address: address as string,
    basis: allowed.allowed ? allowed.basis : 'none_needed',
    count: keys.length === 0 ? null : keys,
  };
}

/** A channel that opens later beats one that never will; otherwise the one preferred says why. */
function better(one: Refusal | null, other: Refusal): Refusal {
  if (one === null) return other;
  if (other.until === undefined) return one;
  return one.until === undefined || other.until < one.until ? other : one;
}

function speechOf(
  { row, rules, topic }: Due,
  person: Person,
  way: Way & { template: ReadyTemplate },
  memory: TouchMemory | null,
  setting: Setting,
): Speech {
  const { channel, template } = way;
  const { state } = person;
  const { now, rule, calendar, zone } = setting;
  // A confirmation goes where it is to be proven; a test goes where staff said. Neither is advertising.
  const basis = row.origin_kind === 'test' ? 'service' : template.basis;
  const speech: Speech = {
    shopper: channel.consent !== null,
    hint: channel.name === 'staff',
    basis,
    address: way.address,
    allowed: allowedNow({ way, person, basis, topic, now }),
    unchosen: unchosen(state),
    quietUntil: quiet(channel, state, setting),
    memory,
    at: capTime(memory, now, calendar.at(zone, now)),
    caps: rules.caps,
    originKey:
      row.origin_kind === 'broadcast' ? ALL_NEWSLETTERS : `o:${row.origin_kind}:${row.origin_id}`,
    overall: rule.caps,
    wished: wishedCap(preferencesOf(state.traits)),
    groupKey: rules.group === null ? null : `g:${rules.group}`,
    left: way.left,
    held: heldFromAll(shopperHash(setting.salt, person.id), rule.globalHoldoutBp),
  };
  if (!row.counted) return speech;
  // An earlier try counted on its day. It did not leave: what counts is the day on which it does.
  const then = calendar.at(zone, row.taken ?? now);
  return { ...speech, memory: unspoken(memory, then, countedUnder(speech)) };
}

/** What consent says at this instant; asked once when reserving and once more right before handing over. Pure. */
export function allowedNow(question: {
  way: Pick<Way, 'channel' | 'facts'> & { template: Pick<ReadyTemplate, 'notice'> };
  person: Pick<Person, 'state'>;
  basis: ReadyTemplate['basis'];
  topic: string | null;
  now: number;
}): Speech['allowed'] {
  const { way, person, basis, topic, now } = question;
  const { existing, suppressed } = way.facts;
  return speechBasis({
    basis,
    channel: way.channel.consent,
    consents: person.state.consents,
    traits: person.state.traits,
    topic,
    suppressed,
    existing: existing && {
      ...existing,
      noticeInMessage: way.template.notice,
    },
    now,
  });
}

function quiet(channel: Channel, state: Person['state'], setting: Setting): number | null {
  const { quiet: hours } = setting.rule;
  const mail = channel.name === 'mail';
  // A mail rings on many phones, too: whether nights are quiet for mail, the shop says.
  if (hours === null || !(channel.rings || mail)) return null;
  const kind = mail ? 'mail' : 'app';
  if (!hours.kinds.includes(kind)) return null;
  const zone = zoneOf(state, setting.zone, setting.calendar);
  return setting.nights.until(zone, setting.now, hours);
}
