/**
 * A message as a tree of fixed texts, holes and regions that stand or fall as a whole. MJML is given signs in their place
 * and carries them through; afterwards its HTML is taken apart at them.
 */
import type { HtmlPiece, MessageData } from '@augenblick/contract';
import { isWeb, type Places } from './address.ts';
import type { Locale, Scope } from './scope.ts';

/** One message while it is being filled in. */
export interface Filling {
  data: MessageData;
  locale: Locale;
  scope: Scope;
  /** The scope without our structural signs, for texts that Liquid fills in; made when the first one asks. */
  washed: () => Scope;
  places: Places;
  /** What each text became; a text that stands in HTML and in plain text is filled in once. */
  memo: (string | undefined)[];
  /** Addresses the message leads to, in order. */
  links: string[];
  /** What stands in the message for the n-th address. */
  track: ((n: number, address: string) => string) | undefined;
  /** What stands at the end of a mail. */
  pixel: string;
}

export type Hole = (filling: Filling) => string;
export interface Region {
  test: (filling: Filling) => boolean;
  parts: Part[];
}
/** A text that is the same for everybody; the same object in every message. */
export interface Fixed {
  readonly text: string;
}
export type Part = Fixed | Hole | Region;

const START = '\uE0F0';
const END = '\uE0F1';
const MARK = /\uE0F0([hbe])(\d+)\uE0F1/g;

/** Holes and regions of one message, by number. */
export interface Marks {
  /** A hole that needs no shopper is filled already. */
  holes: (Hole | string)[];
  tests: Region['test'][];
}

/** Sign for a hole. */
export function holeMark(marks: Marks, hole: Hole | string): string {
  marks.holes.push(hole);
  return `${START}h${marks.holes.length - 1}${END}`;
}

/** Signs around what stands only when the test holds. `wrap` is how a sign is written where it stands. */
export function regionMark(
  marks: Marks,
  test: Region['test'],
  inner: string,
  wrap: (mark: string) => string = (mark) => mark,
): string {
  marks.tests.push(test);
  const n = marks.tests.length - 1;
  return `${wrap(`${START}b${n}${END}`)}${inner}${wrap(`${START}e${n}${END}`)}`;
}

/** Takes a text apart at its signs. Holes that need no shopper become part of the fixed text and cost nothing later. */
export function splitParts(text: string, { holes, tests }: Marks): Part[] {
  const root: Part[] = [];
  const stack: Part[][] = [root];
  const top = (): Part[] => stack.at(-1) ?? root;
  let from = 0;
  MARK.lastIndex = 0;
  for (let match = MARK.exec(text); match !== null; match = MARK.exec(text)) {
    const [whole, kind, digits] = match;
    push(top(), text.slice(from, match.index));
    from = match.index + whole.length;
    const n = Number(digits);
    const hole = holes[n];
    const test = tests[n];
    if (kind === 'h' && typeof hole === 'string') push(top(), hole);
    else if (kind === 'h' && typeof hole === 'function') top().push(hole);
    else if (kind === 'b' && test !== undefined) {
      const region: Region = { test, parts: [] };
      top().push(region);
      stack.push(region.parts);
    } else if (kind === 'e' && stack.length > 1) stack.pop();
  }
  push(root, text.slice(from));
  return root;
}

function push(parts: Part[], text: string): void {
  if (text === '') return;
  const last = parts.at(-1);
  if (last !== undefined && 'text' in last) parts[parts.length - 1] = { text: last.text + text };
  else parts.push({ text });
}

/** The text of a tree. */
export function joinParts(parts: readonly Part[], filling: Filling): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'function') text += part(filling);
    else if ('text' in part) text += part.text;
    else if (part.test(filling)) text += joinParts(part.parts, filling);
  }
  return text;
}

/** The same in pieces. */
export function pieceParts(parts: readonly Part[], filling: Filling, into: HtmlPiece[]): void {
  for (const part of parts) {
    if (typeof part === 'function') into.push(part(filling));
    else if ('text' in part) into.push(part);
    else if (part.test(filling)) pieceParts(part.parts, filling, into);
  }
}

/** The number of an address in the message, and what stands for it. Telephone numbers and mail addresses stay themselves. */
export function followed(filling: Filling, address: string): string {
  if (!isWeb(address)) return address;
  let n = filling.links.indexOf(address);
  if (n === -1) n = filling.links.push(address) - 1;
  return filling.track === undefined ? address : filling.track(n, address);
}
