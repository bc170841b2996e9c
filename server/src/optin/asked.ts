import { Failure } from '@augenblick/contract';
import type { Jobs, Log } from '../runtime/index.ts';
import type { OptinDeps } from './deps.ts';
import * as queries from './queries-asked.ts';
import { emailOf, requestSignup, type SignupRequest } from './signup.ts';

/**
 * Sign-ups of forms, put down first and taken up afterwards. Whether an address is known here decides what happens next; a
 * form that answered after that would tell it by how long it took.
 */
export interface AskedSignups {
  /** Puts a sign-up down, with the same statements for every address. Throws `not_ready` when no mail could be sent. */
  ask(request: SignupRequest): Promise<'taken' | 'email_wrong'>;
  /** Takes up what was put down, oldest first; answers how many. What fails stays and is tried again with the next call. */
  takeUp(): Promise<number>;
}

/** What sign-ups of forms need besides the rest. */
export interface AskedDeps extends OptinDeps {
  jobs: Pick<Jobs, 'define' | 'add'>;
  log: Log;
}

const JOB = 'optin.asked';
const AT_ONCE = 100;

/** Defines the job; call before `jobs.start`. */
export function createAskedSignups(deps: AskedDeps): AskedSignups {
  const { database, clock, ids, jobs } = deps;
  const takeUp = async (): Promise<number> => {
    let done = 0;
    let last: string | null = null;
    const failed: unknown[] = [];
    for (;;) {
      const rows: queries.AskedRow[] = await queries.asked(database.owner, last, AT_ONCE);
      for (const row of rows) {
        await takeUpOne(deps, row).catch((error: unknown) => failed.push(error));
        last = row.id;
      }
      done += rows.length;
      if (rows.length < AT_ONCE) break;
    }
    if (failed.length > 0) {
      deps.log.warn({ err: failed[0], failed: failed.length }, 'Sign-ups wait for another try.');
      throw failed[0];
    }
    return done;
  };
  jobs.define(JOB, async () => void (await takeUp()));
  return {
    takeUp,
    ask: async (request) => {
      const email = emailOf(request.email);
      if (email === undefined) return 'email_wrong';
      const { retailerId } = request;
      const row = { id: ids.uuid7(), at: new Date(clock.now()), email, request };
      await database.withRetailer(retailerId, async (sql) => {
        if ((await deps.confirmationTemplate(sql, retailerId)) === null)
          throw new Failure('not_ready', 'the template of confirmation mails');
        await queries.putAsked(sql, retailerId, row);
        // One job for all that wait: whoever comes while it runs asks for the next one.
        await jobs.add(sql, JOB, {}, { key: JOB });
      });
      return 'taken';
    },
  };
}

async function takeUpOne(deps: OptinDeps, row: queries.AskedRow): Promise<void> {
  const { retailer_id: retailerId, id } = row;
  const request: SignupRequest = { ...row.request, retailerId, email: row.email };
  const { outcome } = await requestSignup(deps, request, { id, at: row.at.getTime() });
  // A sign-up takes its row away itself, in the transaction that writes it; refused ones are done, too.
  if (outcome !== 'mail_sent') {
    await deps.database.withRetailer(retailerId, (sql) => queries.takeAsked(sql, retailerId, id));
  }
}
