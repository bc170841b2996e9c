import path from 'node:path';
import { parseArgs } from 'node:util';
import { currencyExponent, type RetailerId } from '@augenblick/contract';
import {
  IMPORT_KINDS,
  type ImportChoices,
  type ImportKind,
  type ImportPreview,
  type ImportProgress,
  type ImportRun,
  type ImportSummary,
} from '@augenblick/contract/api/import.ts';
import { createHouse } from '../../house.ts';
import { IMPORT_FAULTS, ImportFault } from '../../import/index.ts';
import { openRetailer } from '../../retailer/index.ts';
import {
  createJobs,
  createLive,
  createMetrics,
  type Database,
  systemClock,
  systemIds,
  publicUrl,
  systemRandom,
} from '../../runtime/index.ts';
import { type Command, CommandProblem, type Context } from '../command.ts';

const USAGE = `augenblick import [<kind>] <file> [--retailer <slug>] [--map <field>=<column>] [--currency GBP]
                  [--zone Europe/London] [--sheet <name>] [--keep <column>] [--no-products] [--dry-run] [--create]
                  [--consent-wording <text>] [--consent-date 2024-05-31]
kind: ${IMPORT_KINDS.join(', ')}; found out from the column names when left out.
file: CSV (also .gz) or XLSX. --map may be given several times, as may --keep (columns kept as further traits).
--consent-wording: what those who get the newsletter agreed to; without it no consent is taken over. --consent-date: the day of
rows that name none.
--dry-run reads, checks and counts everything and stores nothing. --create opens the retailer when there is none.`;

/** `augenblick import`: customers, orders, order lines or products from a file. */
export const importFile: Command = {
  name: 'import',
  summary: {
    de: 'übernimmt Kunden, Bestellungen, Positionen oder Produkte aus einer Datei',
    en: 'takes over customers, orders, order lines or products from a file',
  },
  usage: USAGE,
  run: async (args, context) => {
    const call = readCall(args);
    const { database } = await context.installation();
    const retailerId = await findRetailer(database, call, context);
    const run = await runIt(database, retailerId, call, context);
    report(run, retailerId, call, context);
    return run.state === 'done' ? 0 : 1;
  },
};

interface Call {
  file: string;
  retailer: string | undefined;
  create: boolean;
  dryRun: boolean;
  choices: ImportChoices;
}

function readCall(args: string[]): Call {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    throw new CommandProblem(`${(error as Error).message}\n\n${USAGE}`);
  }
  const { values, positionals } = parsed;
  const kind = IMPORT_KINDS.find((one) => one === positionals[0]);
  const file = kind === undefined ? positionals[0] : positionals[1];
  if (file === undefined || positionals.length > (kind === undefined ? 1 : 2))
    throw new CommandProblem(USAGE);
  const currency = values.currency?.toUpperCase();
  if (currency !== undefined && !/^[A-Z]{3}$/.test(currency))
    throw new CommandProblem(`--currency ${values.currency}: three letters (ISO 4217)`);
  const settings = {
    ...(currency === undefined ? {} : { currency }),
    ...(values.zone === undefined ? {} : { zone: values.zone }),
    ...(values.sheet === undefined ? {} : { sheet: values.sheet }),
    ...(values.keep === undefined ? {} : { extras: values.keep }),
    ...(values['no-products'] ? { addProducts: false } : {}),
    ...(values['consent-wording'] === undefined ? {} : { consent: readConsent(values) }),
  };
  return {
    file,
    retailer: values.retailer,
    create: values.create,
    dryRun: values['dry-run'],
    choices: {
      ...(kind === undefined ? {} : { kind }),
      ...(values.map === undefined ? {} : { mapping: readMapping(values.map) }),
      settings,
    },
  };
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      retailer: { type: 'string' },
      map: { type: 'string', multiple: true },
      keep: { type: 'string', multiple: true },
      currency: { type: 'string' },
      zone: { type: 'string' },
      sheet: { type: 'string' },
      'consent-wording': { type: 'string' },
      'consent-date': { type: 'string' },
      'no-products': { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      create: { type: 'boolean', default: false },
    },
  });
}

function readConsent(values: { 'consent-wording'?: string; 'consent-date'?: string }) {
  const date = values['consent-date'];
  const at = date === undefined ? null : Date.parse(`${date}T12:00:00Z`);
  if (Number.isNaN(at)) throw new CommandProblem(`--consent-date ${date}: 2024-05-31`);
  return { wording: values['consent-wording'] ?? '', at };
}

function readMapping(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const split = pair.indexOf('=');
      if (split < 1) throw new CommandProblem(`--map ${pair}: <field>=<column>`);
      return [pair.slice(0, split), pair.slice(split + 1)];
    }),
  );
}

/** The retailer named, or the only one that is not the demo. */
async function findRetailer(database: Database, call: Call, context: Context): Promise<RetailerId> {
  const de = context.language === 'de';
  const retailers = await database.owner<{ id: RetailerId; slug: string; demo: boolean }[]>`
    select id, slug, demo from retailer order by slug`;
  const real = retailers.filter((retailer) => !retailer.demo);
  const found =
    call.retailer === undefined
      ? real.length === 1
        ? real[0]
        : undefined
      : retailers.find((retailer) => retailer.slug === call.retailer);
  if (found) return found.id;
  if (call.create) return create(database, call);
  const slugs = retailers.map((retailer) => `--retailer ${retailer.slug}`).join('\n  ');
  throw new CommandProblem(
    de
      ? `Für welchen Händler? Es gibt:\n  ${slugs || 'noch keinen'}\nMit --create wird einer angelegt.`
      : `For which retailer? There are:\n  ${slugs || 'none yet'}\n--create opens one.`,
  );
}

function create(database: Database, call: Call): Promise<RetailerId> {
  const { currency = 'EUR', zone = 'Europe/Berlin' } = call.choices.settings ?? {};
  const name = call.retailer ?? path.basename(call.file).split('.')[0] ?? 'Import';
  return database.owner.begin((sql) =>
    openRetailer(sql, { name, currency, timeZone: zone, locale: 'de' }),
  ) as Promise<RetailerId>;
}

async function runIt(
  database: Database,
  retailerId: RetailerId,
  call: Call,
  context: Context,
): Promise<ImportRun> {
  const config = context.config();
  const log = context.log();
  const live = createLive({ url: database.url, log, processId: systemIds.uuid7() });
  const house = createHouse({
    config,
    log,
    clock: systemClock,
    ids: systemIds,
    random: systemRandom,
    database,
    metrics: createMetrics(),
    live,
    jobs: createJobs({ url: database.url, log }),
    address: () => publicUrl(config),
  });
  await live.start();
  const line = progressLine(context);
  try {
    return await house.imports.runFile(retailerId, {
      path: call.file,
      name: path.basename(call.file),
      createdBy: 'augenblick import',
      choices: call.choices,
      dryRun: call.dryRun,
      onPreview: (preview) => sayPreview(preview, context),
      onProgress: line.show,
    });
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    const words = IMPORT_FAULTS[error.code][context.language];
    throw new CommandProblem(error.detail === undefined ? words : `${words}\n${error.detail}`);
  } finally {
    line.end();
    await house.ingest.drained();
    await live.stop();
  }
}

function sayPreview(preview: ImportPreview, context: Context): void {
  const { settings, mapping, notes } = preview;
  const de = context.language === 'de';
  const kinds: Record<ImportKind, [string, string]> = {
    customers: ['Kunden', 'customers'],
    orders: ['Bestellungen', 'orders'],
    'order-lines': ['Bestellpositionen', 'order lines'],
    products: ['Produkte', 'products'],
  };
  const delimiter = settings.delimiter === '\t' ? 'Tab' : settings.delimiter;
  context.say(`${kinds[preview.kind][de ? 0 : 1]} · ${settings.encoding} · ${delimiter}`);
  const columns = Object.entries(mapping).map(([field, column]) => `${field} ← ${column}`);
  context.say(`  ${columns.join(', ')}`);
  for (const { de: german, en, level } of notes)
    (level === 'error' ? context.complain : context.say)(`  ${de ? german : en}`);
}

/** One line that changes at a terminal; elsewhere a line for each phase. */
function progressLine(context: Context): { show: (now: ImportProgress) => void; end: () => void } {
  const terminal = process.stderr.isTTY;
  const de = context.language === 'de';
  const phases: Record<ImportProgress['phase'], [string, string]> = {
    waiting: ['wartet', 'waiting'],
    reading: ['liest', 'reading'],
    sorting: ['sortiert', 'sorting'],
    storing: ['speichert', 'storing'],
    finished: ['fertig', 'finished'],
  };
  let phase = '';
  return {
    show: (now) => {
      const share = now.bytesTotal === 0 ? 1 : now.bytesRead / now.bytesTotal;
      const done = now.stored + now.duplicate;
      const much =
        now.phase === 'storing' || now.phase === 'finished'
          ? `${count(done, de)} / ${count(now.itemsTotal ?? 0, de)}`
          : `${Math.round(share * 100)} %, ${count(now.rows, de)} ${de ? 'Zeilen' : 'rows'}`;
      const rate = now.rate > 0 ? `, ${count(now.rate, de)}/s` : '';
      const text = `  ${phases[now.phase][de ? 0 : 1]} ${much}${rate}`;
      if (terminal) process.stderr.write(`\r\u001b[K${text}`);
      else if (now.phase !== phase) context.say(text);
      phase = now.phase;
    },
    end: () => {
      if (terminal && phase !== '') process.stderr.write('\r\u001b[K');
    },
  };
}

const count = (value: number, de: boolean): string => value.toLocaleString(de ? 'de-DE' : 'en-GB');

function report(run: ImportRun, retailerId: RetailerId, call: Call, context: Context): void {
  const de = context.language === 'de';
  const { progress, summary } = run;
  const say = (german: string, english: string, value: number): void =>
    context.say(`  ${(de ? german : english).padEnd(34)}${count(value, de).padStart(14)}`);
  context.say('');
  if (call.dryRun) context.say(de ? 'Probelauf: nichts gespeichert.' : 'Dry run: nothing stored.');
  say('Zeilen gelesen', 'Rows read', progress.rows);
  if (!call.dryRun) {
    say('Neu gespeichert', 'Stored', progress.stored - progress.corrected);
    say('Berichtigt', 'Corrected', progress.corrected);
    say('Schon vorhanden', 'Already there', progress.duplicate);
  }
  say('Zeilen abgelehnt', 'Rows rejected', progress.rejected);
  for (const [reason, rows] of Object.entries(progress.reasons))
    say(`  ${reason}`, `  ${reason}`, rows);
  if (progress.products > 0)
    say('Produkte neu oder geändert', 'Products new or changed', progress.products);
  if (summary && summary.orders > 0) reportOrders(summary, context);
  if (progress.rejected > 0) {
    const { dataDir } = context.config();
    context.say(`  → ${path.join(dataDir, 'imports', String(retailerId), run.id, 'rejected.csv')}`);
  }
}

function reportOrders(summary: ImportSummary, context: Context): void {
  const de = context.language === 'de';
  const say = (german: string, english: string, value: number): void =>
    context.say(`  ${(de ? german : english).padEnd(34)}${count(value, de).padStart(14)}`);
  context.say('');
  say('Bestellungen', 'Orders', summary.orders);
  say('  Verkäufe', '  Sales', summary.sales);
  say('  Rückgaben und Stornos', '  Returns and cancellations', summary.returns);
  say('  Buchungskorrekturen', '  Adjustments', summary.adjustments);
  say('  ohne Kundin oder Kunden', '  without a customer', summary.withoutCustomer);
  if (summary.lines > 0) say('Positionen', 'Lines', summary.lines);
  say('Kundinnen und Kunden', 'Customers', summary.customers);
  if (summary.products > 0) say('Produkte', 'Products', summary.products);
  context.say('');
  const head = de
    ? ['Monat', 'Bestellungen', 'Rückgaben', 'Umsatz']
    : ['Month', 'Orders', 'Returns', 'Revenue'];
  const row = (cells: readonly string[]): string =>
    `  ${(cells[0] ?? '').padEnd(10)}${(cells[1] ?? '').padStart(14)}${(cells[2] ?? '').padStart(12)}${(cells[3] ?? '').padStart(20)}`;
  context.say(row(head));
  for (const month of summary.months)
    context.say(
      row([
        month.month,
        count(month.orders, de),
        count(month.returns, de),
        money(month.revenueMinor, month.currency, de),
      ]),
    );
  const totals = new Map<string, number>();
  for (const { currency, revenueMinor } of summary.months)
    totals.set(currency, (totals.get(currency) ?? 0) + revenueMinor);
  for (const [currency, minor] of totals)
    context.say(row([de ? 'Summe' : 'Total', '', '', money(minor, currency, de)]));
}

function money(minor: number, currency: string, de: boolean): string {
  const digits = currencyExponent(currency);
  const amount = (minor / 10 ** digits).toLocaleString(de ? 'de-DE' : 'en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${amount} ${currency}`;
}
