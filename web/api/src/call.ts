import type { FailureCode } from '@augenblick/contract';

/** What the server says when a call did not work; see the catalogue in contract/src/failure.ts. */
export interface ErrorBody {
  error: {
    code: FailureCode;
    message: { de: string; en: string };
    detail?: string | null;
  };
}

/** Codes that never come from the server: the network failed, or something answered that is not our server. */
export type ClientCode = 'offline' | 'unreadable';

const CLIENT_MESSAGES: Readonly<Record<ClientCode, { de: string; en: string }>> = {
  offline: {
    de: 'Der Server ist nicht erreichbar. Es wurde nichts geändert. Bitte prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
    en: 'The server cannot be reached. Nothing was changed. Please check the connection and try again.',
  },
  unreadable: {
    de: 'Der Server hat etwas Unerwartetes geantwortet. Bitte laden Sie die Seite neu.',
    en: 'The server answered something unexpected. Please reload the page.',
  },
};

/** A call that did not work. `code` is stable; `detail` names the field or the reason where there is one. */
export class ApiError extends Error {
  readonly code: FailureCode | ClientCode;
  readonly status: number;
  readonly messages: { de: string; en: string };
  readonly detail: string | null;
  /** Seconds to wait before the next try, where the server said so. */
  readonly retryAfterS: number | null;

  constructor(
    code: FailureCode | ClientCode,
    status: number,
    messages: { de: string; en: string },
    detail: string | null = null,
    retryAfterS: number | null = null,
  ) {
    super(`${code} (${status})`);
    this.code = code;
    this.status = status;
    this.messages = messages;
    this.detail = detail;
    this.retryAfterS = retryAfterS;
  }
}

/** Whether what was asked for does not exist, or its id was never one of an existing thing. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && [400, 404].includes(error.status);
}

/** The sentence for a person; also for errors that are none of ours. */
export function errorText(error: unknown, language: 'de' | 'en'): string {
  if (error instanceof ApiError) return error.messages[language];
  return CLIENT_MESSAGES.unreadable[language];
}

/** Values of a query string; null, undefined and empty text are left out. */
export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface CallOptions {
  query?: Query;
  /** JSON body; or a FormData or Blob that is sent as it is. */
  body?: unknown;
  signal?: AbortSignal;
}

let onSignedOut: () => void = () => undefined;

/** Called when the server says that nobody is signed in (any more). */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** One call. Resolves to the answer's JSON (undefined for 204), throws ApiError. */
export async function call<Answer>(
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  options: CallOptions = {},
): Promise<Answer> {
  const { query, body, signal } = options;
  const raw = body instanceof FormData || body instanceof Blob;
  const init: RequestInit = { method, credentials: 'same-origin', signal: signal ?? null };
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) {
    if (!raw) headers['content-type'] = 'application/json';
    init.body = raw ? body : JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(path + queryText(query), { ...init, headers });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('offline', 0, CLIENT_MESSAGES.offline);
  }
  if (!response.ok) throw await failureOf(response);
  if (response.status === 204) return undefined as Answer;
  try {
    return (await response.json()) as Answer;
  } catch {
    throw new ApiError('unreadable', response.status, CLIENT_MESSAGES.unreadable);
  }
}

/** `call` by method: `api.get<LiveSnapshot>('/api/r/1/live')`. */
export const api = {
  get: <Answer>(path: string, options?: CallOptions) => call<Answer>('GET', path, options),
  post: <Answer>(path: string, body?: unknown, options?: CallOptions) =>
    call<Answer>('POST', path, { ...options, body }),
  patch: <Answer>(path: string, body: unknown) => call<Answer>('PATCH', path, { body }),
  put: <Answer>(path: string, body: unknown) => call<Answer>('PUT', path, { body }),
  delete: <Answer = void>(path: string) => call<Answer>('DELETE', path),
};

/** A query string with its question mark, or nothing. */
export function queryText(query: Query | undefined): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== '') params.set(key, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

async function failureOf(response: Response): Promise<ApiError> {
  const wait = Number(response.headers.get('retry-after'));
  const retryAfterS = Number.isFinite(wait) && wait > 0 ? wait : null;
  try {
    const { error } = (await response.json()) as ErrorBody;
    if (error.code === 'not_signed_in') onSignedOut();
    const { code, message, detail } = error;
    return new ApiError(code, response.status, message, detail ?? null, retryAfterS);
  } catch {
    const { status } = response;
    return new ApiError('unreadable', status, CLIENT_MESSAGES.unreadable, null, retryAfterS);
  }
}
