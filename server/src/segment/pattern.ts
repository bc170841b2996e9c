import type { EventPattern, JsonObject } from '@augenblick/contract';
import { propertyFits } from './value.ts';

/** An event pattern ready to be tried on many events. */
export interface Pattern {
  names: ReadonlySet<string>;
  fits(event: { name: string; properties: JsonObject }): boolean;
}

/** Compiles a pattern. Names are those of the vocabulary, written exactly. */
export function patternOf({ names, where }: EventPattern): Pattern {
  const wanted = new Set(names);
  const checks = where.map(propertyFits);
  return {
    names: wanted,
    fits: ({ name, properties }) => wanted.has(name) && checks.every((check) => check(properties)),
  };
}
