import { type AcceptedEvent, NO_PROFILE, type ProfileId } from '@augenblick/contract';
import { keyOf } from './partition.ts';

/** The identity keys an event joins, strongest first; an alias adds the former ids at the end. */
export function linkedKeys(event: AcceptedEvent): string[] {
  const keys = event.identities.map(keyOf);
  for (const former of event.formerIds) {
    const key = keyOf(former);
    if (!keys.includes(key)) keys.push(key);
  }
  return keys;
}

/** True for the profile id of events nobody can be named for. */
export function isNobody(id: ProfileId): boolean {
  return id === NO_PROFILE;
}
