/** What must be put right in a drawing before it goes live, and what is worth a thought; in words. Pure. */
import {
  JOURNEY_LIMITS,
  type JourneyDraft,
  type JourneyEntry,
  type JourneyFinding,
  START,
} from '@augenblick/contract';
import { circles, reachable } from './graph.ts';
import { nodeFindings } from './findings-node.ts';
import { conditionWorks, type Say, type Saying, type Surroundings } from './findings-say.ts';

/** All findings, in the order of the form. */
export function journeyFindings(draft: JourneyDraft, around: Surroundings): JourneyFinding[] {
  const found: JourneyFinding[] = [];
  const sayer =
    (severity: 'must' | 'should'): Say =>
    (field, node, de, en) => {
      found.push({ severity, field, node, words: { de, en } });
    };
  const say = { must: sayer('must'), should: sayer('should') };
  entries(draft, around, say);
  doors(draft, around, say);
  drawing(draft, say);
  for (const node of draft.nodes) nodeFindings(node, around, say);
  limits(draft, say);
  return found;
}

function entries(draft: JourneyDraft, around: Surroundings, { must }: Saying): void {
  if (draft.entries.length === 0)
    must(
      'entries',
      START,
      'Es fehlt, wodurch die Strecke beginnt.',
      'It does not say yet what begins the journey.',
    );
  for (const [i, entry] of draft.entries.entries()) {
    const problem = entryProblem(entry, around);
    if (problem !== null) must(`entries.${i}`, START, problem.de, problem.en);
  }
}

function entryProblem(
  entry: JourneyEntry,
  { segments }: Surroundings,
): { de: string; en: string } | null {
  if (entry.type === 'segment' || entry.type === 'schedule') {
    if (entry.segmentId === null)
      return {
        de: 'Wählen Sie das Segment, mit dem die Strecke beginnt.',
        en: 'Choose the segment that begins the journey.',
      };
    if (!segments.has(entry.segmentId))
      return {
        de: 'Das gewählte Segment ist nicht eingeschaltet. Schalten Sie es ein oder wählen Sie ein anderes.',
        en: 'The chosen segment is not switched on. Switch it on or choose another.',
      };
  }
  if (entry.type === 'signal' && entry.names.length === 0)
    return { de: 'Wählen Sie mindestens ein Signal.', en: 'Choose at least one signal.' };
  const needsTrait =
    entry.type === 'date' && (entry.basis === 'anniversary' || entry.basis === 'trait');
  if (needsTrait && entry.trait === '')
    return {
      de: 'Es fehlt das Merkmal, in dem das Datum steht.',
      en: 'The trait that holds the date is missing.',
    };
  return null;
}

function doors(draft: JourneyDraft, around: Surroundings, { must }: Saying): void {
  const { audience, reentry } = draft;
  const problem = audience === null ? null : conditionWorks(audience, around.segments);
  if (problem) must('audience', START, problem.de, problem.en);
  if (reentry.mode === 'after' && reentry.after === null)
    must(
      'reentry.after',
      START,
      'Nach welcher Zeit darf jemand noch einmal teilnehmen?',
      'After how long may somebody take part again?',
    );
  for (const [i, exit] of draft.exits.entries()) {
    const field = `exits.${i}`;
    if (exit.type === 'condition') {
      const wrong = conditionWorks(exit.condition, around.segments);
      if (wrong) must(field, null, wrong.de, wrong.en);
    } else if (exit.type !== 'event') {
      if (exit.segmentId === null || !around.segments.has(exit.segmentId))
        must(
          field,
          null,
          'Das Segment, das die Strecke beendet, fehlt oder ist nicht eingeschaltet.',
          'The segment that ends the journey is missing or not switched on.',
        );
    }
  }
}

function drawing(draft: JourneyDraft, { must, should }: Saying): void {
  const { nodes } = draft;
  const starts = nodes.filter(({ type }) => type === 'start');
  if (starts.length !== 1 || starts[0]?.id !== START) {
    must('nodes', null, 'Es braucht genau einen Start.', 'There must be exactly one start.');
    return;
  }
  if (new Set(nodes.map(({ id }) => id)).size !== nodes.length)
    must('nodes', null, 'Ein Schritt kommt doppelt vor.', 'A step is there twice.');
  const there = reachable(draft);
  if (there.size === 1)
    must(
      'edges',
      START,
      'Nach dem Start kommt noch nichts. Verbinden Sie ihn mit dem ersten Schritt.',
      'Nothing follows the start yet. Connect it with the first step.',
    );
  for (const { id } of nodes) {
    if (!there.has(id))
      should(`nodes.${id}`, id, 'Zu diesem Schritt führt kein Weg.', 'No way leads to this step.');
  }
  const round = circles(draft);
  for (const id of round.breathless)
    must(
      `nodes.${id}`,
      id,
      'Hier geht es im Kreis, ohne dass gewartet wird. Setzen Sie einen Warteschritt in den Kreis.',
      'This goes round in a circle without waiting. Put a wait into the circle.',
    );
  if (round.breathless.size === 0 && round.waiting.size > 0 && draft.exits.length === 0) {
    const [id = START] = round.waiting;
    should(
      `nodes.${id}`,
      id,
      'Hier geht es immer wieder im Kreis. Eine Ausstiegsregel sorgt dafür, dass es einmal endet.',
      'This goes round again and again. A way out makes sure that it ends some day.',
    );
  }
}

function limits(draft: JourneyDraft, { should }: Saying): void {
  const { startsMax } = JOURNEY_LIMITS;
  const starting = draft.nodes.filter(({ type }) => type === 'start_journey').length;
  if (starting > startsMax)
    should(
      'nodes',
      null,
      `${starting} Schritte starten eine andere Strecke. Für eine Person startet sie höchstens ${startsMax}; was darüber ist, wird ausgelassen und steht so in ihrem Verlauf.`,
      `${starting} steps start another journey. For one shopper it starts ${startsMax} at most; what is beyond is left out, and their history says so.`,
    );
  const speaks = draft.nodes.some(({ type }) => type === 'send');
  if (!speaks) return;
  if (draft.caps.length === 0)
    should(
      'caps',
      null,
      'Ohne Höchstzahl kann diese Strecke eine Person immer wieder anschreiben. Die Höchstzahl des Ladens gilt in jedem Fall.',
      'Without a limit this journey can write to a person again and again. The limit of the shop holds in any case.',
    );
  if (draft.goal === null)
    should(
      'goal',
      null,
      'Ohne Ziel lässt sich nicht sagen, was die Strecke gebracht hat.',
      'Without a goal nobody can say what the journey achieved.',
    );
  const selling = draft.key === 'cart' && draft.exits.every(({ type }) => type !== 'event');
  if (selling)
    should(
      'exits',
      null,
      'Wer inzwischen gekauft hat, bekommt weiter Post. Eine Ausstiegsregel bei „Kauf“ verhindert das, auch für Käufe im Laden.',
      'Whoever has bought meanwhile keeps getting mail. A way out at “purchase” prevents that, for purchases in the store, too.',
    );
}
