import { RETENTION_KINDS } from '@augenblick/contract';
import type { AuditAction, AuditEntry } from '@augenblick/contract/api/audit.ts';
import { activateLanguage, type Language } from '@augenblick/ui';
import { afterAll, expect, it } from 'vitest';
import { channelTexts } from '../channels/texts.ts';
import { ruleTexts } from '../decisions/texts-rules.ts';
import { auditChangeTexts } from './audit-change-texts.ts';
import { changesIn } from './audit-changes.ts';
import { retentionTexts } from './retention-texts.ts';
import { settingsTexts } from './texts.ts';

afterAll(() => activateLanguage('de'));

function told(language: Language, action: AuditAction, detail: AuditEntry['detail']): string[] {
  activateLanguage(language);
  const entry = { id: '', at: 0, actor: { kind: 'staff', id: '', name: '' }, target: '' } as const;
  return changesIn(
    { ...entry, action, detail },
    {
      language,
      change: auditChangeTexts.text,
      settings: settingsTexts.text,
      retention: retentionTexts.text,
      rules: ruleTexts.text,
      channels: channelTexts.text,
      percent: (share, digits) => `${(share * 100).toFixed(digits)} %`,
    },
  ).map(({ name, from, to }) => `${name}: ${from} → ${to}`);
}

it('tells periods in months and days, in both languages', () => {
  const detail = {
    strangersMonths: { from: 14, to: 1 },
    messagesDays: { from: null, to: 90 },
  };
  expect(told('de', 'retention.changed', detail)).toEqual([
    'Unbekannte Besucher: 14 Monate → 1 Monat',
    'Inhalt gesendeter Nachrichten: wie hier üblich → 90 Tage',
  ]);
  expect(told('en', 'retention.changed', detail)).toEqual([
    'Visitors nobody knows: 14 months → 1 month',
    'What messages said: as usual here → 90 days',
  ]);
  for (const kind of RETENTION_KINDS)
    expect(told('en', 'retention.changed', { [kind]: { from: 1, to: 2 } })).toHaveLength(1);
});

it('tells that a secret was replaced, and never which', () => {
  const renewed = (from: string) =>
    told('de', 'decision.settings_changed', { name: 'Website', secret: { from, to: 'new' } });
  expect(renewed('none')).toEqual(['Geheimnis für angemeldete Kunden: keines → ein neues']);
  expect(renewed('made')).toEqual(['Geheimnis für angemeldete Kunden: ein anderes → ein neues']);
});

it('tells roles, modes, limits and rules', () => {
  expect(told('en', 'staff.role_changed', { before: 'analyst', role: 'owner' })[0]).toMatch(
    /^Role: .+ → .+$/,
  );
  expect(told('de', 'channel.changed', { mode: { from: 'catcher', to: 'live' } })[0]).toMatch(
    /: Auffangen → In Betrieb$/,
  );
  expect(told('en', 'channel.changed', { mail: { from: 1000, to: null } })).toEqual([
    'Most messages a month, E-mail: 1,000 → no limit',
  ]);
  expect(
    told('de', 'decision.settings_changed', {
      globalHoldoutBp: { from: 500, to: 250 },
      caps: { from: [], to: [{ times: 2, per: 'day' }] },
      quiet: { from: null, to: { from: 1320, to: 420, kinds: ['mail'] } },
    }),
  ).toEqual([
    'Vergleichsgruppe des Geschäfts: 5 % → 2.50 %',
    'Nicht zu viel auf einmal: Keine Grenze über alle Kampagnen. → 2 Mal am Tag',
    'Ruhezeit: keine → 22:00 bis 07:00',
  ]);
  expect(told('en', 'retailer.changed', { locale: { from: 'de', to: 'en' } })).toEqual([
    'Language: German → English',
  ]);
  expect(told('en', 'source.changed', { paused: { from: false, to: true } })).toEqual([
    'Takes events: yes → no',
  ]);
});

it('says nothing of what it does not know, nor of entries of before', () => {
  expect(told('en', 'retailer.changed', { name: 'Loom', secret: { from: 'a', to: 'b' } })).toEqual(
    [],
  );
  expect(told('en', 'retention.changed', { strangersMonths: 6 })).toEqual([]);
  const quiet = { from: 1320, to: 420, kinds: ['mail'] };
  expect(told('en', 'decision.settings_changed', { quiet })).toEqual([]);
});
