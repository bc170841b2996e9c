import type { RetailerId } from '@augenblick/contract';
import type { Database } from '../runtime/index.ts';
import { CommandProblem } from './command.ts';

/** A retailer as a command names it. */
export interface ChosenRetailer {
  id: RetailerId;
  slug: string;
  name: string;
}

/**
 * The retailers a command is about: the one named by number or short name, else all of them. Throws `CommandProblem`
 * when there is none of that name.
 */
export async function chooseRetailers(
  database: Database,
  wanted: string | undefined,
  language: 'de' | 'en',
): Promise<ChosenRetailer[]> {
  const rows = await database.owner<ChosenRetailer[]>`
    select id, slug, name from retailer
     where ${wanted ?? null}::text is null or slug = ${wanted ?? null} or id::text = ${wanted ?? null}
     order by id`;
  if (rows.length > 0) return rows;
  const [de, en] =
    wanted === undefined
      ? ['Es gibt noch keinen Händler.', 'There is no retailer yet.']
      : ['Diesen Händler gibt es nicht.', 'There is no such retailer.'];
  throw new CommandProblem(language === 'de' ? de : en);
}

/** The one retailer a command is about. Throws `CommandProblem` when several are there and none is named. */
export async function chooseRetailer(
  database: Database,
  wanted: string | undefined,
  language: 'de' | 'en',
): Promise<ChosenRetailer> {
  const [first, ...more] = await chooseRetailers(database, wanted, language);
  if (first === undefined || more.length > 0) {
    const names = [first, ...more].map((one) => one?.slug).join(', ');
    throw new CommandProblem(
      language === 'de'
        ? `Bitte einen Händler nennen: --retailer <${names}>`
        : `Name a retailer: --retailer <${names}>`,
    );
  }
  return first;
}
