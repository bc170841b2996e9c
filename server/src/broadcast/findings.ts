/** What is missing before a newsletter may go out, and what would be wise. Pure. */
import type {
  BroadcastDraft,
  BroadcastFinding,
  BroadcastVariant,
  ChannelName,
} from '@augenblick/contract';
import { CHANNEL_WORDS } from '@augenblick/contract';
import type { Calendar } from '../decision/index.ts';
import type { SegmentRef } from './queries.ts';
import { dayNumber, wallInstant } from './when.ts';

/** What must be known of a template. */
export interface TemplateFacts {
  id: string;
  name: string;
  channel: ChannelName;
  basis: 'marketing' | 'service';
  version: number;
  archived: boolean;
  /** Letters of the wordings that are published; `a` is always among them. */
  wordings: readonly string[];
  /** Faults of the check that keep it from being sent, and those worth a thought. */
  musts: number;
  shoulds: number;
}

/** What a draft refers to. */
export interface Surroundings {
  templates: ReadonlyMap<string, TemplateFacts>;
  segments: ReadonlyMap<string, SegmentRef>;
  /** The retailer's zone. */
  zone: string;
  calendar: Calendar;
  now: number;
}

type Found = BroadcastFinding;
const must = (field: string, de: string, en: string): Found => ({
  severity: 'must',
  field,
  words: { de, en },
});
const should = (field: string, de: string, en: string): Found => ({
  severity: 'should',
  field,
  words: { de, en },
});

/** Everything there is to say about a draft, the graver first. */
export function broadcastFindings(draft: BroadcastDraft, around: Surroundings): Found[] {
  const found = [
    ...audience(draft, around),
    ...content(draft, around),
    ...test(draft),
    ...schedule(draft, around),
  ];
  return found.toSorted(
    (a, b) => Number(a.severity === 'should') - Number(b.severity === 'should'),
  );
}

function audience({ audience: who }: BroadcastDraft, { segments }: Surroundings): Found[] {
  const found: Found[] = [];
  const fields = [
    ['audience.segmentIds', who.segmentIds],
    ['audience.excludedSegmentIds', who.excludedSegmentIds],
  ] as const;
  for (const [field, ids] of fields) {
    for (const id of ids) {
      const segment = segments.get(id);
      if (segment?.status === 'filling') {
        found.push(
          should(
            field,
            `Das Segment „${segment.name}“ wird noch gefüllt. Der Versand wartet, bis es vollständig ist.`,
            `The segment “${segment.name}” is still being filled. Sending waits until it is complete.`,
          ),
        );
      } else if (segment?.status !== 'live') {
        found.push(
          must(
            field,
            segment
              ? `Das Segment „${segment.name}“ ist nicht eingeschaltet. Schalten Sie es ein oder wählen Sie ein anderes.`
              : 'Ein gewähltes Segment gibt es nicht mehr. Wählen Sie ein anderes.',
            segment
              ? `The segment “${segment.name}” is not switched on. Switch it on or choose another one.`
              : 'A chosen segment does not exist any more. Choose another one.',
          ),
        );
      }
    }
  }
  if (who.segmentIds.some((id) => who.excludedSegmentIds.includes(id))) {
    found.push(
      must(
        'audience.excludedSegmentIds',
        'Ein Segment ist zugleich gewählt und ausgeschlossen. So bekäme aus ihm niemand etwas.',
        'A segment is both chosen and left out. Nobody in it would get anything.',
      ),
    );
  }
  if (who.segmentIds.length === 0) {
    found.push(
      should(
        'audience.segmentIds',
        'Er geht an alle, die Post von Ihnen erlauben. Ein Segment trifft meist besser.',
        'It goes to everyone who allows messages from you. A segment usually fits better.',
      ),
    );
  }
  return found;
}

function content(draft: BroadcastDraft, around: Surroundings): Found[] {
  const { channels, variants } = draft;
  if (channels.length === 0) {
    return [must('channels', 'Wählen Sie mindestens einen Kanal.', 'Choose at least one channel.')];
  }
  const found = variants.flatMap((variant, i) =>
    channels.flatMap((channel) =>
      ofTemplate(
        { field: `variants.${i}.templateIds.${channel}`, channel },
        variant,
        variants.length > 1,
        around,
      ),
    ),
  );
  if (sameTwice(draft, around)) {
    found.push(
      must(
        'variants',
        'Zwei Fassungen sagen dasselbe. Wählen Sie verschiedene Vorlagen oder schreiben Sie in der Vorlage eine zweite Fassung.',
        'Two wordings say the same. Choose different templates or write a second wording in the template.',
      ),
    );
  }
  return found;
}

function ofTemplate(
  { field, channel }: { field: string; channel: ChannelName },
  variant: BroadcastVariant,
  several: boolean,
  { templates }: Surroundings,
): Found[] {
  const id = (variant.templateIds as Partial<Record<ChannelName, string>>)[channel];
  const where = CHANNEL_WORDS[channel];
  const named = several ? ` (${variant.name})` : '';
  if (id === undefined) {
    return [
      must(
        field,
        `Für ${where.de} fehlt die Vorlage${named}.`,
        `The template for ${where.en} is missing${named}.`,
      ),
    ];
  }
  const template = templates.get(id);
  if (template === undefined || template.archived || template.channel !== channel) {
    return [
      must(
        field,
        'Die gewählte Vorlage gibt es nicht mehr. Wählen Sie eine andere.',
        'The chosen template does not exist any more. Choose another one.',
      ),
    ];
  }
  const { name, version, basis, musts, shoulds } = template;
  if (version === 0) {
    return [
      must(
        field,
        `Die Vorlage „${name}“ ist noch nicht veröffentlicht.`,
        `The template “${name}” is not published yet.`,
      ),
    ];
  }
  if (basis === 'service') {
    return [
      must(
        field,
        `„${name}“ ist eine Vorlage für Bestellungen und Bestätigungen. Ein Newsletter ist Werbung und braucht eine eigene.`,
        `“${name}” is a template for orders and confirmations. A newsletter is advertising and needs one of its own.`,
      ),
    ];
  }
  if (musts > 0) {
    return [
      must(
        field,
        `Die Prüfung von „${name}“ nennt ${musts === 1 ? 'einen Fehler' : `${musts} Fehler`}. Beheben Sie ${musts === 1 ? 'ihn' : 'sie'} in der Vorlage.`,
        `The check of “${name}” names ${musts === 1 ? 'a fault' : `${musts} faults`}. Mend ${musts === 1 ? 'it' : 'them'} in the template.`,
      ),
    ];
  }
  if (shoulds === 0) return [];
  return [
    should(
      field,
      `Die Prüfung von „${name}“ gibt ${shoulds === 1 ? 'einen Hinweis' : `${shoulds} Hinweise`}.`,
      `The check of “${name}” has ${shoulds === 1 ? 'a remark' : `${shoulds} remarks`}.`,
    ),
  ];
}

/** Two variants with the same templates, and no wording of its own for both in any of them. */
function sameTwice({ channels, variants }: BroadcastDraft, { templates }: Surroundings): boolean {
  return variants.some((one, i) =>
    variants.slice(i + 1).some((other) =>
      channels.every((channel) => {
        const id = one.templateIds[channel];
        if (id === undefined || id !== other.templateIds[channel]) return false;
        const wordings = templates.get(id)?.wordings ?? [];
        const worded = (letter: string): string => (wordings.includes(letter) ? letter : 'a');
        return worded(one.id) === worded(other.id);
      }),
    ),
  );
}

function test({ test: asked, variants, channels }: BroadcastDraft): Found[] {
  if (asked === null) return [];
  const found: Found[] = [];
  if (variants.length < 2) {
    found.push(
      must(
        'test',
        'Ein Test braucht mindestens zwei Fassungen.',
        'A test needs at least two wordings.',
      ),
    );
  }
  if (asked.measure === 'opened') {
    found.push(
      should(
        'test',
        channels.includes('mail')
          ? 'Öffnungen sind nur von denen bekannt, die der Messung zugestimmt haben, und manche Mailprogramme öffnen von selbst. Klicks sind das verlässlichere Maß.'
          : 'Öffnungen sind nur von denen bekannt, die der Messung zugestimmt haben. Klicks sind das verlässlichere Maß.',
        channels.includes('mail')
          ? 'Openings are known only of those who agreed to being measured, and some mail programs open by themselves. Clicks are the more reliable measure.'
          : 'Openings are known only of those who agreed to being measured. Clicks are the more reliable measure.',
      ),
    );
  }
  if (asked.measure === 'bought' && asked.afterMinutes < 1440) {
    found.push(
      should(
        'test',
        'Käufe brauchen Zeit. Nach weniger als einem Tag sind es meist zu wenige für einen Sieger.',
        'Purchases take time. After less than a day there are usually too few for a winner.',
      ),
    );
  }
  return found;
}

function schedule({ schedule: when }: BroadcastDraft, around: Surroundings): Found[] {
  const { now, calendar, zone } = around;
  if (when.kind === 'at' && when.at < now - 60_000) {
    return [
      must(
        'schedule',
        'Der Zeitpunkt ist schon vorbei. Wählen Sie einen späteren.',
        'The time has passed. Choose a later one.',
      ),
    ];
  }
  if (when.kind !== 'local') return [];
  const day = dayNumber(when.day);
  // Somewhere the day may still go on; where the retailer is, it must not be over.
  if (day < calendar.at(zone, now).day) {
    return [
      must(
        'schedule',
        'Der Tag ist schon vorbei. Wählen Sie einen späteren.',
        'The day has passed. Choose a later one.',
      ),
    ];
  }
  if (wallInstant(calendar, zone, day, when.minutes) < now) {
    return [
      should(
        'schedule',
        'Bei Ihnen ist diese Uhrzeit heute schon vorbei. Wer dieselbe Zeitzone hat, bekommt ihn morgen.',
        'Where you are, this time has passed today. People in the same zone get it tomorrow.',
      ),
    ];
  }
  return [];
}
