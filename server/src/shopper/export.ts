import { promisify } from 'node:util';
import type { ProfileId, RetailerId, WatchFact } from '@augenblick/contract';
import type { AsyncZippable } from 'fflate';
import { consentList, type Language, timeText } from '../consent/index.ts';
import { deadLettersAbout, tracesOf } from '../erasure/index.ts';
import { evidenceText, factsOfProfiles, signalText } from '../moment/index.ts';
import { keptOf } from '../offer/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import { type Everything, exportTables } from './export-table.ts';
import { deadLettersById } from './dead-letter-queries.ts';
import * as queries from './queries.ts';
import { shopperDetail } from './view.ts';

/** Zips files; the library is loaded with the first export. */
async function compress(files: AsyncZippable): Promise<Uint8Array> {
  const { zip } = await import('fflate');
  const run = promisify<AsyncZippable, Uint8Array>((given, done) => zip(given, { level: 6 }, done));
  return run(files);
}

/**
 * The package a shopper may ask for (GDPR articles 15 and 20): the profile and every event as JSON, tables as CSV, and a
 * page that explains them. Reads in the caller's transaction, so all parts show the same instant. Undefined when
 * there is no such shopper.
 */
export async function exportShopper(
  sql: TransactionSql,
  request: { retailerId: RetailerId; profileId: string; language: Language; now: number },
): Promise<Uint8Array | undefined> {
  const everything = await readEverything(sql, request.retailerId, request.profileId);
  if (everything === undefined) return undefined;
  return compress(packageFiles(everything, request));
}

async function readEverything(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
): Promise<Everything | undefined> {
  const profile = await queries.profile(sql, retailerId, id);
  if (profile === undefined) return undefined;
  const identities = await queries.identities(sql, retailerId, [id]);
  const orders = await queries.orders(sql, retailerId, id, ALL);
  const letters = await deadLettersAbout(
    sql,
    retailerId,
    tracesOf(identities.filter((identity) => !identity.shared)),
  );
  return {
    id,
    state: profile.state,
    identities,
    signups: await queries.signups(sql, retailerId, id),
    changes: await queries.identityChanges(sql, retailerId, id),
    events: await queries.eventEntries(sql, retailerId, id, ALL, {
      withoutOrders: false,
      withoutConsents: false,
    }),
    orders,
    lines:
      orders.length === 0
        ? []
        : await queries.orderLines(sql, retailerId, id, [
            ...new Set(orders.map((row) => row.order_id)),
          ]),
    consents: await consentList(sql, retailerId, id),
    facts: await factsOfProfiles(sql, retailerId, [id as ProfileId]),
    offers: await keptOf(sql, retailerId, id),
    notStored: letters.length === 0 ? [] : await deadLettersById(sql, retailerId, letters),
    sources: new Map((await queries.sources(sql, retailerId)).map((row) => [row.id, row])),
  };
}

/** More rows than one shopper has; the export leaves nothing out, and a number keeps the query's plan. */
const ALL = 10_000_000;

function packageFiles(
  all: Everything,
  { language, now }: { language: Language; now: number },
): AsyncZippable {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const json = (value: unknown) => bytes(JSON.stringify(value, null, 2));
  const source = (id: number) => all.sources.get(id)?.name ?? String(id);
  return {
    'readme.txt': bytes(readme(all, now)),
    'profile.json': json({
      ...shopperDetail(all, all.identities, now),
      state: all.state,
      identityChanges: all.changes.map((row) => ({ ...row, at: row.at.toISOString() })),
    }),
    'events.json': json(
      all.events.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        receivedAt: row.received_at.toISOString(),
        source: source(row.source_id),
        type: row.kind,
        name: row.name,
        ...row.body,
      })),
    ),
    'moments.json': json(all.facts.map(factInWords)),
    'offers.json': json(all.offers),
    ...(all.notStored.length === 0
      ? {}
      : {
          'not-stored.json': json(
            all.notStored.map((row) => ({ ...row, source: source(row.source_id) })),
          ),
        }),
    ...exportTables(all, language),
  };
}

/** A moment or signal as it is stored, with its words. */
function factInWords(fact: WatchFact) {
  if (fact.type === 'moment') {
    const evidence = fact.moment.evidence.map((one) => ({ ...one, words: evidenceText(one) }));
    return { ...fact.moment, evidence };
  }
  return fact.type === 'signal' ? { ...fact.signal, words: signalText(fact.signal) } : fact;
}

function readme(all: Everything, now: number): string {
  const figures = `${all.events.length} / ${all.orders.length} / ${all.consents.facts.length} / ${all.identities.length}`;
  return `AUSKUNFT UND DATENÜBERTRAGUNG (Art. 15 und 20 DSGVO)
Erstellt: ${timeText(now, 'de')}
Profil: ${all.id}
Ereignisse / Bestellungen / Erklärungen / Kennungen: ${figures}

profile.json      alles, was aus den Ereignissen errechnet ist, mit dem Ereignis, von dem jede Angabe stammt
events.json       jedes gespeicherte Ereignis, wie es eingegangen ist (events.csv: dasselbe als Tabelle)
moments.json      was wir zu wissen glaubten, das Sie gerade wollten, woran wir es sahen, und was uns auffiel
offers.json       Codes, die Sie bekommen haben, und was Sie davon eingelöst haben
orders.csv        Bestellungen und Kassenbons; order_lines.csv: ihre Positionen
consents.csv      jede Einwilligung und jeder Widerruf mit Wortlaut, Zeit und Herkunft
identities.csv    Kennungen, unter denen Sie bekannt sind
not-stored.json   Eingänge, die Sie nennen und nicht gespeichert werden konnten (nur wenn es welche gibt)
Zeiten in UTC. Ein Apostroph am Anfang einer Zelle verhindert, dass Tabellenprogramme sie als Formel ausführen.

ACCESS AND PORTABILITY (GDPR articles 15 and 20)
Made: ${timeText(now, 'en')}
Profile: ${all.id}
Events / orders / statements / identifiers: ${figures}

profile.json      everything worked out from the events, with the event each fact comes from
events.json       every stored event as it came in (events.csv: the same as a table)
moments.json      what we took you to want at the time, what told us so, and what we noticed
offers.json       codes you were given, and what you redeemed
orders.csv        orders and receipts; order_lines.csv: their lines
consents.csv      every consent and withdrawal with wording, time and origin
identities.csv    identifiers you are known by
not-stored.json   items that name you and could not be stored (only when there are any)
Times in UTC. An apostrophe at the start of a cell keeps spreadsheets from running it as a formula.
`;
}
