/** The only place of the web surfaces that asks what time it is. Milliseconds since 1970, UTC. */
export function now(): number {
  return Date.now();
}

/** The reader's own IANA time zone, as the browser has it. */
export function readerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
