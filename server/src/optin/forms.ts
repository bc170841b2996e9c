import {
  Failure,
  type FormDraft,
  type FormStatus,
  isUuid,
  type RetailerId,
  type Topic,
} from '@augenblick/contract';
import type { FormOne, WordingBody, WordingOne } from '@augenblick/contract/api/optin.ts';
import type { By } from '../access/index.ts';
import { consentSettings } from '../consent/index.ts';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import type { OptinDeps } from './deps.ts';
import * as queries from './queries-form.ts';

type Changing = Pick<OptinDeps, 'clock' | 'ids' | 'audit'>;

const MONTH_MS = 30 * 86_400_000;

/** A form that pages may show, with what it says now. */
export interface LiveForm {
  retailerId: RetailerId;
  id: string;
  form: FormDraft;
  topics: readonly Topic[];
  wording: { id: string; name: string; version: number; de: string; en: string };
}

/** The live form of this id; null when there is none, or it is a draft or paused. */
export async function liveForm(sql: Sql, id: string): Promise<LiveForm | null> {
  if (!isUuid(id)) return null;
  const row = await queries.formAnywhere(sql, id);
  if (row?.status !== 'live') return null;
  const { retailer_id: retailerId, definition: form } = row;
  const [wording, { topics }] = await Promise.all([
    queries.wordingById(sql, retailerId, form.wordingId),
    consentSettings(sql, retailerId),
  ]);
  if (wording === undefined) return null;
  return { retailerId, id, form, topics, wording };
}

/** True when a page of this host may use the form; every page may where none is named. Pure. */
export function hostAllowed(hosts: readonly string[], origin: string | undefined): boolean {
  if (hosts.length === 0) return true;
  if (origin === undefined) return false;
  try {
    const { host, hostname } = new URL(origin);
    return hosts.includes(host.toLowerCase()) || hosts.includes(hostname.toLowerCase());
  } catch {
    return false;
  }
}

function formView(row: Awaited<ReturnType<typeof queries.forms>>[number]): FormOne {
  const { id, status, definition, changed_at, signups, confirmed } = row;
  return { ...definition, id, status, changedAt: changed_at.getTime(), signups, confirmed };
}

/** The forms of a retailer. */
export async function formList(
  sql: TransactionSql,
  retailerId: RetailerId,
  now: number,
): Promise<FormOne[]> {
  return (await queries.forms(sql, retailerId, new Date(now - MONTH_MS))).map(formView);
}

/** One form. Throws `not_found`. */
export async function formOne(
  sql: TransactionSql,
  retailerId: RetailerId,
  id: string,
  now: number,
): Promise<FormOne> {
  const since = new Date(now - MONTH_MS);
  const [row] = isUuid(id) ? await queries.forms(sql, retailerId, since, id) : [];
  if (row === undefined) throw new Failure('not_found');
  return formView(row);
}

/** Its wording and topics must be there: a form without words to agree to proves nothing. */
async function check(sql: TransactionSql, retailerId: RetailerId, form: FormDraft): Promise<void> {
  const wording = await queries.wordingById(sql, retailerId, form.wordingId);
  if (wording === undefined) throw new Failure('bad_request', 'wordingId');
  const { topics } = await consentSettings(sql, retailerId);
  const known = new Set(topics.map(({ key }) => key));
  if (form.topics.some((key) => !known.has(key))) throw new Failure('bad_request', 'topics');
}

/** A new form; a draft unless told. Throws `bad_request` for a wording or topic that is not there. */
export async function addForm(
  deps: Changing,
  sql: TransactionSql,
  added: { retailerId: RetailerId; form: FormDraft; by: By; status?: FormStatus },
): Promise<string> {
  const { retailerId, form, by, status = 'draft' } = added;
  await check(sql, retailerId, form);
  const id = deps.ids.uuid7();
  const at = new Date(deps.clock.now());
  await queries.insertForm(sql, retailerId, { id, status, definition: form, at });
  await note(deps, sql, { retailerId, by, target: `form:${id}`, detail: { name: form.name } });
  return id;
}

/** Changes a form or its status. Throws `not_found`, `bad_request`. */
export async function changeForm(
  deps: Changing,
  sql: TransactionSql,
  changed: {
    retailerId: RetailerId;
    id: string;
    by: By;
    form?: FormDraft;
    status?: FormStatus;
  },
): Promise<void> {
  const { retailerId, id, by, form, status } = changed;
  if (!isUuid(id)) throw new Failure('not_found');
  if (form !== undefined) await check(sql, retailerId, form);
  const change = {
    at: new Date(deps.clock.now()),
    ...(form ? { definition: form } : {}),
    ...(status ? { status } : {}),
  };
  if (!(await queries.updateForm(sql, retailerId, id, change))) throw new Failure('not_found');
  const detail = { ...(form ? { name: form.name } : {}), ...(status ? { status } : {}) };
  await note(deps, sql, { retailerId, by, target: `form:${id}`, detail });
}

/** The wordings with all their versions and the forms that show them. */
export async function wordingList(
  sql: TransactionSql,
  retailerId: RetailerId,
  now: number,
): Promise<WordingOne[]> {
  const rows = await queries.versions(sql, retailerId);
  const forms = await formList(sql, retailerId, now);
  const found = new Map<string, WordingOne>();
  for (const row of rows) {
    const version = {
      version: row.of,
      texts: { de: row.de, en: row.en },
      at: row.at.getTime(),
      by: row.by_name,
      signups: row.signups,
    };
    const wording = found.get(row.id);
    if (wording) wording.versions.push(version);
    else {
      const using = forms.filter(({ wordingId }) => wordingId === row.id);
      found.set(row.id, {
        id: row.id,
        name: row.name,
        version: row.version,
        texts: version.texts,
        changedAt: version.at,
        versions: [version],
        forms: using.map(({ name }) => name),
      });
    }
  }
  return [...found.values()];
}

/** A new wording, or the next version of one. Answers its id. Throws `not_found`. */
export async function putWording(
  deps: Changing,
  sql: TransactionSql,
  put: { retailerId: RetailerId; id: string | null; body: WordingBody; by: By },
): Promise<string> {
  const { retailerId, body, by } = put;
  if (put.id !== null && !isUuid(put.id)) throw new Failure('not_found');
  const id = put.id ?? deps.ids.uuid7();
  const version = await queries.putVersion(sql, retailerId, {
    id,
    name: body.name,
    ...body.texts,
    at: new Date(deps.clock.now()),
    by: by.name,
    isNew: put.id === null,
  });
  if (version === undefined) throw new Failure('not_found');
  await note(deps, sql, { retailerId, by, target: `wording:${id}`, detail: { version } });
  return id;
}

/** Writes a change of forms, wordings or settings into the audit log. */
export function note(
  deps: Pick<OptinDeps, 'audit'>,
  sql: TransactionSql,
  noted: { retailerId: RetailerId; by: By; target: string; detail: Record<string, unknown> },
): Promise<void> {
  const { retailerId, by: actor, target, detail } = noted;
  return deps.audit(sql, { retailerId, actor, action: 'consent.changed', target, detail });
}
