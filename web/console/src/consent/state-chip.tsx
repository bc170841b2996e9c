import type { SignupRow } from '@augenblick/contract/api/optin.ts';
import { Chip, useTexts } from '@augenblick/ui/react';
import { consentTexts } from './texts.ts';

const TONES = {
  waiting: 'caution',
  confirmed: 'good',
  expired: 'plain',
  withdrawn: 'plain',
} as const;
const ICONS = {
  waiting: 'clock',
  confirmed: 'check',
  expired: 'hourglass',
  withdrawn: 'close',
} as const;

/** Where a sign-up stands. */
export function StateChip({ state }: { state: SignupRow['state'] }) {
  const text = useTexts(consentTexts);
  return (
    <Chip tone={TONES[state]} icon={ICONS[state]}>
      {text(`state.${state}`)}
    </Chip>
  );
}
