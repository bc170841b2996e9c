/** What is missing in one step, in words. Pure. */
import { CHANNEL_WORDS, type JourneyNode } from '@augenblick/contract';
import { conditionWorks, type Saying, type Surroundings } from './findings-say.ts';
import { nodeName } from './words.ts';

/** Findings of one step. */
export function nodeFindings(node: JourneyNode, around: Surroundings, say: Saying): void {
  const { must } = say;
  const field = `nodes.${node.id}`;
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all others are dealt with by default.
  switch (node.type) {
    case 'send':
      sendFindings(node, around, say);
      break;
    case 'task':
    case 'webhook':
      template(node, node.type === 'task' ? 'staff' : 'webhook', node.templateId, around, say);
      break;
    case 'decide':
      if (!around.placements.has(node.placement))
        must(
          `${field}.placement`,
          node.id,
          'Wählen Sie den Platz, für den das Passende ausgesucht wird.',
          'Choose the place for which something fitting is chosen.',
        );
      break;
    case 'branch':
      branchFindings(node, around, say);
      break;
    case 'split':
      splitFindings(node, say);
      break;
    case 'profile':
      if (node.traits.length === 0 || node.traits.some(({ key }) => key === ''))
        must(
          `${field}.traits`,
          node.id,
          'Welches Merkmal soll gesetzt werden?',
          'Which trait is to be set?',
        );
      break;
    case 'code':
      codeFindings(node, around, say);
      break;
    case 'points':
      must(
        field,
        node.id,
        'In dieser Installation gibt es noch kein Punkteprogramm. Bitte nehmen Sie den Schritt heraus.',
        'There is no points programme in this installation yet. Please take the step out.',
      );
      break;
    case 'start_journey':
    case 'end_journey':
      journeyFinding(node, around, say);
      break;
    default:
  }
}

type Of<T extends JourneyNode['type']> = Extract<JourneyNode, { type: T }>;

function sendFindings(node: Of<'send'>, around: Surroundings, say: Saying): void {
  if (node.messages.length === 0)
    say.must(
      `nodes.${node.id}.messages`,
      node.id,
      'Wählen Sie, auf welchem Kanal und mit welcher Vorlage gesendet wird.',
      'Choose the channel and the template that is sent.',
    );
  const channels = node.messages.map(({ channel }) => channel);
  if (new Set(channels).size !== channels.length)
    say.must(
      `nodes.${node.id}.messages`,
      node.id,
      'Ein Kanal kommt doppelt vor. Je Kanal gibt es eine Vorlage.',
      'A channel is there twice. There is one template for each channel.',
    );
  for (const { channel, templateId } of node.messages)
    template(node, channel, templateId, around, say);
}

function template(
  node: JourneyNode,
  channel: keyof typeof CHANNEL_WORDS,
  id: string | null,
  { templates }: Surroundings,
  { must }: Saying,
): void {
  const field = `nodes.${node.id}.templateId`;
  const words = CHANNEL_WORDS[channel];
  const step = nodeName(node);
  const found = id === null ? undefined : templates.get(id);
  if (id === null)
    must(
      field,
      node.id,
      `Im Schritt „${step.de}“ fehlt die Vorlage für „${words.de}“.`,
      `In the step “${step.en}” the template for “${words.en}” is missing.`,
    );
  else if (found === undefined)
    must(
      field,
      node.id,
      `Die Vorlage des Schritts „${step.de}“ gibt es nicht mehr. Bitte eine andere wählen.`,
      `The template of the step “${step.en}” no longer exists. Please choose another.`,
    );
  else if (found.channel !== channel)
    must(
      field,
      node.id,
      `Die Vorlage „${found.name}“ ist für einen anderen Kanal als „${words.de}“.`,
      `The template “${found.name}” is for another channel than “${words.en}”.`,
    );
  else if (!found.published)
    must(
      field,
      node.id,
      `Die Vorlage „${found.name}“ ist noch ein Entwurf. Veröffentlichen Sie sie zuerst.`,
      `The template “${found.name}” is still a draft. Publish it first.`,
    );
}

function branchFindings(node: Of<'branch'>, { segments }: Surroundings, { must }: Saying): void {
  const field = `nodes.${node.id}.condition`;
  if (node.on === 'event') {
    if (node.where.length === 0)
      must(
        field,
        node.id,
        'Welche Eigenschaft des Ereignisses soll geprüft werden?',
        'Which property of the event is to be checked?',
      );
  } else if (node.condition === null)
    must(field, node.id, 'Es fehlt die Bedingung.', 'The condition is missing.');
  else {
    const problem = conditionWorks(node.condition, segments);
    if (problem) must(field, node.id, problem.de, problem.en);
  }
}

function splitFindings(node: Of<'split'>, { must }: Saying): void {
  const field = `nodes.${node.id}.shares`;
  if (node.shares.length < 2)
    must(
      field,
      node.id,
      'Zum Aufteilen braucht es mindestens zwei Wege.',
      'A split needs at least two ways.',
    );
  else if (node.shares.every(({ weight }) => weight === 0))
    must(
      field,
      node.id,
      'Kein Weg hat einen Anteil. Geben Sie mindestens einem einen.',
      'No way has a share. Give at least one of them one.',
    );
}

function codeFindings(node: Of<'code'>, { offers }: Surroundings, { must }: Saying): void {
  const field = `nodes.${node.id}.offerId`;
  const offer = node.offerId === null ? undefined : offers.get(node.offerId);
  if (offer === undefined)
    must(
      field,
      node.id,
      'Wählen Sie das Angebot, dessen Code gegeben wird.',
      'Choose the offer whose code is given.',
    );
  else if (offer.status !== 'live')
    must(
      field,
      node.id,
      `Das Angebot „${offer.name}“ läuft nicht. Veröffentlichen Sie es zuerst.`,
      `The offer “${offer.name}” is not live. Publish it first.`,
    );
  else if (offer.codes !== 'single' && offer.codes !== 'public')
    must(
      field,
      node.id,
      `Das Angebot „${offer.name}“ hat keinen Code, den man geben könnte.`,
      `The offer “${offer.name}” has no code that could be given.`,
    );
}

function journeyFinding(
  node: Of<'start_journey'> | Of<'end_journey'>,
  { journeys, journeyId }: Surroundings,
  { must, should }: Saying,
): void {
  const field = `nodes.${node.id}.journeyId`;
  const found = node.journeyId === null ? undefined : journeys.get(node.journeyId);
  if (found === undefined)
    must(field, node.id, 'Wählen Sie die andere Strecke.', 'Choose the other journey.');
  else if (node.journeyId === journeyId)
    must(
      field,
      node.id,
      'Eine Strecke kann sich nicht selbst starten oder beenden.',
      'A journey cannot start or end itself.',
    );
  else if (found.status !== 'live')
    should(
      field,
      node.id,
      `Die Strecke „${found.name}“ läuft nicht; der Schritt bewirkt dann nichts.`,
      `The journey “${found.name}” is not live; the step then does nothing.`,
    );
}
