import { EVENT_NAMES } from '@augenblick/contract';
import { ICON_PATHS, MOMENT_LOOKS } from '@augenblick/ui';
import { describe, expect, it } from 'vitest';
import { ACTIVITIES, ACTIVITY_ICONS, activityOf } from './activity.ts';

describe('the activity behind an event', () => {
  it('is known for every name of the vocabulary and uses every kind', () => {
    const used = new Set(EVENT_NAMES.map(activityOf));
    expect([...used].sort()).toEqual(ACTIVITIES.filter((one) => one !== 'own').sort());
  });

  it.each([
    ['Products Searched', 'look'],
    ['Receipt Issued', 'cart'],
    ['Pass Scanned', 'store'],
    ['Consent Granted', 'person'],
    ['Email Opened', 'contact'],
    ['Wein verkostet', 'own'],
    ['toString', 'own'],
  ])('of “%s” is %s', (name, activity) => {
    expect(activityOf(name)).toBe(activity);
  });

  it('is drawn with its own line icon, never with the shape of a moment', () => {
    const icons = ACTIVITIES.map((activity) => ICON_PATHS[ACTIVITY_ICONS[activity]]);
    expect(new Set(icons).size).toBe(ACTIVITIES.length);
    for (const { shape } of Object.values(MOMENT_LOOKS)) expect(icons).not.toContain(shape);
  });
});
