import { readFileSync } from 'node:fs';
import { createHouse, type Ground } from '../../house.ts';
import { takeInFor } from '../../delivery/index.ts';
import {
  createJobs,
  createLive,
  createMetrics,
  DatabaseProblem,
  databaseIsAway,
  publicUrl,
  systemClock,
  systemIds,
  systemRandom,
} from '../../runtime/index.ts';
import { handInsOf } from '../../speaking.ts';
import { readArguments } from '../arguments.ts';
import { type Command, CommandProblem, type Context } from '../command.ts';
import { chooseRetailer } from '../retailer.ts';

/** `augenblick bounce`: hands bounces and complaints in, from files or the standard input of a mail server's alias. */
export const bounce: Command = {
  name: 'bounce',
  summary: {
    de: 'liest zurückgekommene Mails und Beschwerden ein',
    en: 'reads mails that came back, and complaints',
  },
  usage:
    'augenblick bounce [<file.eml> …] [--retailer <number or short name>]\nWithout a file, one mail is read from the standard input.',
  run: async (args, context) => {
    try {
      return await takeIn(args, context);
    } catch (error) {
      if (!(error instanceof DatabaseProblem) && !databaseIsAway(error)) throw error;
      context.complain(error instanceof Error ? error.message : String(error));
      return TRY_LATER;
    }
  },
};

/** EX_TEMPFAIL of sysexits.h: a mail server keeps the mail and pipes it in again later. */
const TRY_LATER = 75;

async function takeIn(args: string[], context: Context): Promise<number> {
  const { values, positionals } = readArguments(bounce.usage, {
    args,
    options: { retailer: { type: 'string' } },
    allowPositionals: true,
  });
  const { language, say } = context;
  const { database } = await context.installation();
  const retailer = await chooseRetailer(database, values.retailer, language);
  const config = context.config();
  const log = context.log();
  const ground: Ground = {
    config,
    log,
    clock: systemClock,
    ids: systemIds,
    random: systemRandom,
    database,
    metrics: createMetrics(),
    live: createLive({ url: database.url, log, processId: systemIds.uuid7() }),
    jobs: createJobs({ url: database.url, log }),
    address: () => publicUrl(config),
  };
  const deps = handInsOf(ground, createHouse(ground));
  let read = 0;
  for (const file of positionals.length > 0 ? positionals : [0]) {
    const body = mailOf(file);
    const request = {
      method: 'POST',
      query: {},
      headers: {},
      body,
      now: systemClock.now(),
    } as const;
    const taken = await takeInFor(deps, retailer.id, 'mail', request);
    if (taken.outcome === 'read') read += taken.count;
  }
  say(`${retailer.name}: ${found(read, language)}`);
  return 0;
}

function found(count: number, language: 'de' | 'en'): string {
  if (language === 'de')
    return count === 1 ? 'eine Meldung zu einer Nachricht' : `${count} Meldungen zu Nachrichten`;
  return count === 1 ? 'one notice of a message' : `${count} notices of messages`;
}

/** A file by name, or the standard input (0). */
function mailOf(file: string | number): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CommandProblem((error as Error).message);
  }
}
