import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import type { TransactionSql } from '../runtime/index.ts';
import * as queries from './queries.ts';
import { KIND_WORDS, SIGNAL_TITLES, signalText, STAGE_WORDS } from './signal-words.ts';
import { evidenceText } from './words.ts';

/** What an event came to in moments and signals, as sentences in their order: for following an event. */
export async function momentStory(
  sql: TransactionSql,
  retailerId: RetailerId,
  profileId: string,
  eventId: string,
): Promise<Words[]> {
  const id = profileId as ProfileId;
  const moments = await queries.momentsOfEvent(sql, retailerId, id, eventId);
  const signals = await queries.signalsOfEvent(sql, retailerId, id, eventId);
  return [
    ...moments.map((row) => momentSentence(row, eventId)),
    ...signals.map((row) => signalSentence(queries.signalOfRow(row))),
  ];
}

function momentSentence(row: queries.MomentRow, eventId: string): Words {
  const moment = queries.momentOfRow(row);
  const kind = KIND_WORDS[moment.kind];
  const sign = moment.evidence.find((item) => item.eventId === eventId);
  const stage = STAGE_WORDS[moment.stage];
  const about = moment.subject?.name ? `: ${moment.subject.name}` : '';
  const sure = Math.round(moment.confidence * 100);
  const signText = sign && evidenceText(sign);
  return {
    de:
      `Spricht für den Augenblick „${kind.de}“${about} (${sure} %, Stufe „${stage.de}“)` +
      (signText ? `, weil: ${signText.de}` : ''),
    en:
      `Speaks for the moment “${kind.en}”${about} (${sure}%, stage “${stage.en}”)` +
      (signText ? `, because: ${signText.en}` : ''),
  };
}

function signalSentence(signal: ReturnType<typeof queries.signalOfRow>): Words {
  const title = SIGNAL_TITLES[signal.name];
  const words = signalText(signal);
  return {
    de: `Aufgefallen: ${title.de} – ${words.de}`,
    en: `Stood out: ${title.en} – ${words.en}`,
  };
}
