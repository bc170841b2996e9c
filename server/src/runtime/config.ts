import { z } from 'zod';

/** One setting: the environment variable it is read from, its schema with default, and what it is for. */
interface Setting<T extends z.ZodType = z.ZodType> {
  env: string;
  schema: T;
  /** Shown in docs/operating/settings.md. */
  text: string;
  /** Shown instead of the default, where the default is worked out. */
  fallback?: string;
}

function setting<T extends z.ZodType>(
  env: string,
  schema: T,
  text: string,
  fallback?: string,
): Setting<T> {
  return { env, schema, text, ...(fallback === undefined ? {} : { fallback }) };
}

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/**
 * Every setting of an installation, in the order of the documentation. A new one is one line here;
 * `npx augenblick settings --write` brings the page up to date and a test compares them.
 */
export const SETTINGS = {
  port: setting(
    'PORT',
    count(0, 65_535).default(4400),
    'TCP port of the web server. 0 takes a free one.',
  ),
  host: setting(
    'HOST',
    z.string().min(1).default('localhost'),
    'Address the web server listens on. `localhost` is this machine only; `0.0.0.0` is every network it is on (containers, or behind a proxy on another machine).',
  ),
  publicUrl: setting(
    'PUBLIC_URL',
    z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
    'The address people and shops use, such as `https://augenblick.example.com`. Links, passkeys and secure cookies follow it.',
    '`http://localhost:<PORT>`',
  ),
  role: setting(
    'ROLE',
    z.enum(['all', 'web', 'worker']).default('all'),
    'What this process does: `web` answers requests, `worker` runs jobs, `all` both. The same as `--role`.',
  ),
  dataDir: setting(
    'DATA_DIR',
    z.string().min(1).default('./data'),
    'Folder of the embedded database, its log and uploads in progress.',
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
      .optional(),
    'Your own PostgreSQL (15 or newer), such as `postgres://user:password@host:5432/augenblick`. Without it the embedded one is started.',
    'embedded PostgreSQL',
  ),
  postgresBinDir: setting(
    'POSTGRES_BIN_DIR',
    z.string().min(1).optional(),
    'Folder with `initdb` and `postgres` of another PostgreSQL for the embedded server, such as `/usr/lib/postgresql/18/bin`.',
    'the binaries installed by npm',
  ),
  databasePrepare: setting(
    'DATABASE_PREPARE',
    flag.default(true),
    '`false` when `DATABASE_URL` leads through a pooler that cannot keep prepared statements (transaction mode of older PgBouncer).',
  ),
  databaseConnections: setting(
    'DATABASE_CONNECTIONS',
    count(2, 200).default(10),
    'Most connections for reading per process. The write path has 4 more, jobs up to 4, everything else 5.',
  ),
  jobConcurrency: setting(
    'JOB_CONCURRENCY',
    count(1, 64).default(4),
    'Jobs that a worker process runs at the same time.',
  ),
  trustProxy: setting(
    'TRUST_PROXY',
    z.string().min(1).optional(),
    'Proxies whose `X-Forwarded-*` headers are believed: `true` (any), a number of hops, or addresses and networks separated by commas.',
    'none',
  ),
  metricsToken: setting(
    'METRICS_TOKEN',
    z.string().min(16).optional(),
    'Bearer token for `/metrics` from other machines. Without it only this machine may read them.',
    'none',
  ),
  logLevel: setting(
    'LOG_LEVEL',
    z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
    'How much is logged.',
  ),
  logFormat: setting(
    'LOG_FORMAT',
    z.enum(['auto', 'json', 'text']).default('auto'),
    '`json` for log collectors, `text` for people, `auto`: text at a terminal, otherwise json.',
  ),
  keepStrangersMonths: setting(
    'KEEP_STRANGERS_MONTHS',
    count(0, 600).default(14),
    'Visitors who never said who they are, bought nothing and gave no consent are forgotten this long after their last visit. `0` keeps them. A period of the retailer’s own goes first.',
  ),
  keepDeadLettersDays: setting(
    'KEEP_DEAD_LETTERS_DAYS',
    count(0, 36_500).default(90),
    'Dead letters are deleted after this many days. `0` keeps them. A period of the retailer’s own goes first.',
  ),
  keepImportFilesDays: setting(
    'KEEP_IMPORT_FILES_DAYS',
    count(0, 36_500).default(30),
    'Rejected rows of imports and uploads that were never imported are deleted after this many days. `0` keeps them. A period of the retailer’s own goes first.',
  ),
  keepDecisionsDays: setting(
    'KEEP_DECISIONS_DAYS',
    count(0, 36_500).default(400),
    'The log of decisions, with what each was made of, is deleted after this many days; counts and results stay. `0` keeps it. A period of the retailer’s own goes first.',
  ),
  keepMessagesDays: setting(
    'KEEP_MESSAGES_DAYS',
    count(0, 36_500).default(400),
    'What messages said is deleted after this many days, and with it where the links in them lead; that they were sent, and what came of it, stays. `0` keeps it. A period of the retailer’s own goes first.',
  ),
  secretKey: setting(
    'SECRET_KEY',
    z.string().min(32).optional(),
    'Key under which passwords and keys of channels are sealed: 32 bytes in base64 (`openssl rand -base64 32`). The same for every process. Without it a file in `DATA_DIR`.',
    '`<DATA_DIR>/secret.key`',
  ),
  allowPrivateHosts: setting(
    'ALLOW_PRIVATE_HOSTS',
    flag.default(false),
    '`true` lets webhooks and push messages go to addresses inside your own network, also without encryption, and mail to servers there at any port. Without it, mail servers inside are reached at the ports of mail: 25, 465, 587, 1025 and 2525.',
  ),
  demo: setting(
    'DEMO',
    flag.default(true),
    '`false` keeps an empty installation empty. Otherwise the demo retailer is loaded once, at the first start.',
  ),
} as const satisfies Record<string, Setting>;

type Table = typeof SETTINGS;
/** The settings of an installation, checked. */
export type Config = { readonly [K in keyof Table]: z.output<Table[K]['schema']> };

/** A setting has a value that cannot be used. The message names every such setting. */
export class ConfigError extends Error {}

/** Reads the settings from environment variables. Empty text counts as not set. Throws `ConfigError`. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { env: variable, schema }] of Object.entries<Setting>(SETTINGS)) {
    const raw = env[variable]?.trim();
    const result = schema.safeParse(raw === '' ? undefined : raw);
    if (result.success) values[name] = result.data;
    else
      problems.push(`${variable}: ${result.error.issues.map((issue) => issue.message).join(', ')}`);
  }
  if (problems.length > 0) {
    throw new ConfigError(
      `These settings cannot be used.\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  return values as Config;
}

/** The address under which people reach the installation, without a slash at the end. */
export function publicUrl(config: Config, port: number = config.port): string {
  return config.publicUrl ?? `http://localhost:${port}`;
}

/** The text of docs/operating/settings.md. */
export function settingsPage(): string {
  const rows = Object.values<Setting>(SETTINGS).map((entry) => {
    const parsed = entry.schema.safeParse(undefined);
    const value = parsed.success ? parsed.data : undefined;
    const fallback =
      entry.fallback ??
      (value === undefined ? 'none' : `\`${JSON.stringify(value).replaceAll('"', '')}\``);
    return `| \`${entry.env}\` | ${fallback} | ${entry.text.replaceAll('|', '\\|')} |`;
  });
  return [
    '# Settings',
    '',
    'Settings are environment variables. A value that cannot be used stops the start with a sentence that names it.',
    'This page is written by `npx augenblick settings --write` from `server/src/runtime/config.ts`.',
    '',
    '| Variable | Without it | What it does |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
