import { pino } from 'pino';

/** A logger: pino's interface. */
export type Log = pino.Logger;

/** Fields that say who somebody is or let somebody in. They never reach a log file. */
const PERSONAL = [
  'email',
  'mail',
  'phone',
  'password',
  'token',
  'secret',
  'authorization',
  'cookie',
  'writeKey',
  'apiKey',
  'userId',
  'anonymousId',
  'card',
  'cardNumber',
  'card_number',
  'firstName',
  'lastName',
  'address',
  'ip',
  'traits',
] as const;

/** The places pino looks at: the field itself and up to two levels below. */
export const REDACTED_PATHS: readonly string[] = [
  ...PERSONAL.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  'req.headers.authorization',
  'req.headers.cookie',
  'res.headers["set-cookie"]',
  '*.headers["set-cookie"]',
];

const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const QUERY_SECRET = /([?&](?:token|key|code|writeKey)=)[^&\s]+/gi;

/** Takes e-mail addresses and secrets in URLs out of a sentence. */
export function withoutPersonal(text: string): string {
  return text.replace(MAIL, '[redacted]').replace(QUERY_SECRET, '$1[redacted]');
}

/** How a log is written. */
export interface LogOptions {
  level?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** `json`: one JSON object a line; `text`: for a person at a terminal. */
  format?: 'json' | 'text';
  /** Where lines go; standard output unless told. */
  write?: (line: string) => void;
}

const LEVEL_NAMES: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info ',
  40: 'warn ',
  50: 'error',
  60: 'fatal',
};

/** One line for a person: time, level, sentence, the rest as name=value. */
export function readableLine(json: string): string {
  const { level, time, msg, pid: _pid, hostname: _host, err, ...rest } = JSON.parse(json);
  const fields = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const stack = err?.stack ? `\n${err.stack}` : '';
  const at = new Date(time).toISOString().slice(11, 19);
  return `${at} ${LEVEL_NAMES[level] ?? level} ${[msg, ...fields].join('  ')}${stack}\n`;
}

/** A logger that leaves out everything personal (see `REDACTED_PATHS`), also e-mail addresses inside sentences. */
export function createLog(options: LogOptions = {}): Log {
  const write = options.write ?? ((line: string) => void process.stdout.write(line));
  const target = options.format === 'text' ? (line: string) => write(readableLine(line)) : write;
  return pino(
    {
      level: options.level ?? 'info',
      base: undefined,
      redact: { paths: [...REDACTED_PATHS], censor: '[redacted]' },
      serializers: {
        err: (error: unknown) => {
          const plain = pino.stdSerializers.err(
            error instanceof Error ? error : new Error(String(error)),
          );
          const message = withoutPersonal(plain.message);
          return {
            type: plain.type,
            message,
            stack: withoutPersonal(plain.stack),
            code: plain['code'],
          };
        },
      },
      hooks: {
        logMethod(args, method) {
          const clean = args.map((part) =>
            typeof part === 'string' ? withoutPersonal(part) : part,
          );
          method.apply(this, clean as typeof args);
        },
      },
    },
    { write: target },
  );
}

/** A logger that says nothing, for tests. */
export const silentLog: Log = createLog({ level: 'silent' });
