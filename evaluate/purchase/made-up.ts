import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Random } from '../../server/src/runtime/index.ts';

const HEADER =
  'row_id,Administrative,Administrative_Duration,Informational,Informational_Duration,ProductRelated,ProductRelated_Duration,' +
  'BounceRates,ExitRates,PageValues,SpecialDay,Month,OperatingSystems,Browser,Region,TrafficType,VisitorType,Weekend,Revenue';

/** Writes made-up sessions with the columns of the real set, so that the command can be tried where the set is not. */
export function writeMadeUpSessions(folder: string, count: number, random: Random): void {
  const rows = Array.from({ length: count }, (_, i) => {
    const pages = 1 + Math.floor(40 * random.next() ** 2);
    const admin = Math.floor(random.next() * 5);
    const exit = Math.round((0.2 / pages + 0.02 * random.next()) * 1e9) / 1e9;
    const bounce = Math.round(exit * 0.5 * random.next() * 1e9) / 1e9;
    const isNew = random.next() < 0.15;
    const month = ['Mar', 'May', 'Nov', 'Dec'][i % 4] as string;
    const bought = random.next() < 0.03 + (pages > 15 ? 0.25 : 0) + (month === 'Nov' ? 0.12 : 0);
    return [
      i + 1,
      admin,
      admin * 30,
      0,
      0,
      pages,
      Math.round(pages * 40 * random.next()),
      bounce,
      exit,
      bought ? Math.round(random.next() * 40) : 0,
      0,
      month,
      1 + (i % 3),
      2,
      1 + (i % 9),
      1 + (i % 5),
      isNew ? 'New_Visitor' : 'Returning_Visitor',
      i % 7 > 4 ? 'TRUE' : 'FALSE',
      bought ? 'TRUE' : 'FALSE',
    ].join(',');
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'sessions.csv'), [HEADER, ...rows, ''].join('\n'));
}
