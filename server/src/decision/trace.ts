/**
 * A decision's options in a few hundred bytes: one character a candidate for the reason, and the figures of those that were
 * scored. Candidates are numbered as in the basis, a row of its own that thousands of decisions share.
 */
import { createHash } from 'node:crypto';
import type { ScoreParts } from '@augenblick/contract';
import type { CompiledSet } from './compile.ts';
import type { Decided, Runner } from './decide.ts';

/** Who stood for a placement, in order: id, version, name, variants [id, name]. */
export type BasisCandidate = [
  id: string,
  version: number,
  name: string,
  variants: [id: string, name: string][],
];
export type Basis = Record<string, BasisCandidate[]>;

/** The basis of a set with its id: the same candidates give the same id. */
export function basisOf(set: CompiledSet): { id: string; body: string } {
  const basis: Basis = {};
  for (const [key, { candidates }] of set.placements) {
    basis[key] = candidates.map(({ campaign, variants }) => [
      campaign.id,
      campaign.version,
      campaign.name,
      variants.map(({ variant }): [string, string] => [variant.id, variant.name]),
    ]);
  }
  const body = JSON.stringify(basis);
  const hex = createHash('sha256').update(body).digest('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { id, body };
}

type Packed = [
  at: number,
  variant: number,
  held: 0 | 1,
  first: number,
  propensity: number,
  response: number,
  responseSd: number,
  logistic: 0 | 1,
  showings: number,
  marginMinor: number,
  effect: number,
  costMinor: number,
  priority: number,
  perThousandMinor: number,
];

/** '0' is code 0; reasons are fewer than there are printable characters. */
const ZERO = 48;

/** The trace of a decision as text. */
export function packTrace({ reasons, runners }: Pick<Decided, 'reasons' | 'runners'>): string {
  const letters = Buffer.from(reasons.map((code) => code + ZERO)).toString('latin1');
  return JSON.stringify([letters, runners.map(pack)]);
}

/** What `packTrace` wrote. */
export function unpackTrace(text: string): { reasons: number[]; runners: Runner[] } {
  const [letters, packed] = JSON.parse(text) as [string, Packed[]];
  return {
    reasons: Array.from(letters, (letter) => letter.charCodeAt(0) - ZERO),
    runners: packed.map(unpack),
  };
}

function pack({ at, variant, held, score, first, propensity }: Runner): Packed {
  return [
    at,
    variant,
    held ? 1 : 0,
    short(first),
    short(propensity),
    score.response,
    score.responseSd,
    score.model === 'logistic' ? 1 : 0,
    score.showings,
    score.marginMinor,
    score.effect,
    score.costMinor,
    score.priority,
    score.perThousandMinor,
  ];
}

function unpack(packed: Packed): Runner {
  const [at, variant, held, first, propensity, response, responseSd, logistic, ...rest] = packed;
  const [showings, marginMinor, effect, costMinor, priority, perThousandMinor] = rest;
  const score: ScoreParts = {
    response,
    responseSd,
    model: logistic === 1 ? 'logistic' : 'beta',
    showings,
    marginMinor,
    effect,
    costMinor,
    priority,
    perThousandMinor,
  };
  return { at, variant, held: held === 1, first, propensity, score };
}

function short(probability: number): number {
  return Math.round(probability * 1e6) / 1e6;
}
