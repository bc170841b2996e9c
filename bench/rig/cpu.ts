/** CPU time of other processes, from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** The fields of /proc/<pid>/stat after the name; undefined when the process is gone. */
export function stat(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ');
  } catch {
    return undefined;
  }
}

/** CPU milliseconds of a process so far; 0 when it is gone. */
export function cpuMs(pid: number): number {
  const fields = stat(pid);
  return fields ? (Number(fields[11]) + Number(fields[12])) * 10 : 0;
}

/** CPU milliseconds of its children so far, those of one name where it is given. */
export function childrenMs(parent: number, named?: string): number {
  let sum = 0;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const fields = stat(Number(entry));
    if (Number(fields?.[1]) !== parent) continue;
    if (named === undefined || nameOf(entry) === named) sum += cpuMs(Number(entry));
  }
  return sum;
}

function nameOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

/** CPU milliseconds of a process and its children so far, of those that have ended as well: of a PostgreSQL, by its postmaster. */
export function familyMs(pid: number): number {
  const fields = stat(pid);
  const ended = fields ? (Number(fields[13]) + Number(fields[14])) * 10 : 0;
  return cpuMs(pid) + childrenMs(pid) + ended;
}
