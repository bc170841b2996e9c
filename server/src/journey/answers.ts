/** Answers the questions of many shoppers at once: one statement a condition, one call for all codes. */
import type { Condition, RetailerId } from '@augenblick/contract';
import { type CodeKeys, issueCodes } from '../offer/index.ts';
import type { Ids, TransactionSql } from '../runtime/index.ts';
import { createCalendar, inlined, sqlHolds } from '../segment/index.ts';
import type { LoadedBook } from './book.ts';
import type { Question } from './drive.ts';
import type { Db } from './queries-run.ts';
import type { Answer } from './run.ts';

/** What answering needs. */
export interface AnswerDeps {
  ids: Ids;
  codeKeys: CodeKeys;
}

/** Where and when it is asked. */
export interface Asker {
  retailerId: RetailerId;
  book: LoadedBook;
  now: number;
}

/** The answers, in the order of the questions. */
export async function answerAll(
  tx: TransactionSql,
  deps: AnswerDeps,
  asker: Asker,
  questions: readonly Question[],
): Promise<Answer[]> {
  const answers = questions.map((): Answer => null);
  const conditions = new Map<string, { condition: Condition; places: number[] }>();
  const codes: number[] = [];
  for (const [i, question] of questions.entries()) {
    const condition = conditionOf(question);
    if (condition === null) codes.push(i);
    else {
      const key = JSON.stringify(condition);
      const group = conditions.get(key) ?? { condition, places: [] };
      conditions.set(key, group);
      group.places.push(i);
    }
  }
  for (const { condition, places } of conditions.values()) {
    const ids = places.map((i) => questions[i]?.run.profileId ?? '');
    const who = await holders(tx, asker, condition, ids);
    for (const i of places) answers[i] = who.has(questions[i]?.run.profileId ?? '');
  }
  if (codes.length > 0) await giveCodes(tx, deps, asker, questions, codes, answers);
  return answers;
}

/** The condition a question asks for; null when it asks for a code. */
export function conditionOf({ journey, asking }: Question): Condition | null {
  if (asking.kind === 'code') return null;
  if (asking.kind === 'audience') return journey.definition.audience;
  if (asking.kind === 'exit') return journey.exitCondition;
  const node = journey.nodes.get(asking.node);
  return node?.type === 'branch' && node.on === 'shopper' ? node.condition : null;
}

/** Those of some shoppers for whom a condition holds now. A condition that names a segment which is off holds for nobody. */
export async function holders(
  sql: Db,
  { retailerId, book, now }: Asker,
  condition: Condition,
  ids: readonly string[],
): Promise<Set<string>> {
  let whole: Condition;
  try {
    whole = inlined(condition, book.conditions);
  } catch {
    return new Set();
  }
  const calendar = createCalendar(book.zone);
  const unique = [...new Set(ids)];
  const rows = await sql<{ id: string }[]>`
    ${sqlHolds(sql, whole, { retailerId, now, calendar, ids: unique })}`;
  return new Set(rows.map(({ id }) => id));
}

async function giveCodes(
  tx: TransactionSql,
  { ids, codeKeys }: AnswerDeps,
  { retailerId, book, now }: Asker,
  questions: readonly Question[],
  places: readonly number[],
  answers: Answer[],
): Promise<void> {
  const key = await codeKeys.of(retailerId);
  const context = { retailerId, key, offers: book.offers, budgets: new Map(), now, ids };
  const wishes: { place: number; offerId: string; shopperId: string }[] = [];
  for (const place of places) {
    const question = questions[place];
    if (question?.asking.kind !== 'code') continue;
    const { offerId } = question.asking;
    const offer = book.offers.get(offerId)?.offer;
    // A public code is the same for everybody; nothing is set aside for it.
    if (offer?.codes === 'public' && offer.publicCode !== null)
      answers[place] = { text: offer.publicCode, until: offer.validTo };
    else if (offer?.codes === 'single')
      wishes.push({ place, offerId, shopperId: question.run.profileId });
  }
  const issued = await issueCodes(
    tx,
    context,
    wishes.map(({ offerId, shopperId }) => ({
      offerId,
      shopperId,
      campaignId: null,
      decisionId: null,
    })),
  );
  for (const [i, { place }] of wishes.entries()) {
    const code = issued[i];
    answers[place] = typeof code === 'object' ? { text: code.text, until: code.until } : null;
  }
}
