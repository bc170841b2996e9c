import type { ImportKind, ImportState } from '@augenblick/contract/api/import.ts';
import type { IconName } from '@augenblick/ui';
import { Chip, useTexts } from '@augenblick/ui/react';
import { importTexts } from './texts-import.ts';

/** The kinds of file in the order in which they are offered. */
export const IMPORT_KIND_LIST = [
  'customers',
  'orders',
  'order-lines',
  'products',
] as const satisfies readonly ImportKind[];

const LOOKS: Readonly<
  Record<ImportState, { tone: 'plain' | 'accent' | 'good' | 'caution' | 'bad'; icon: IconName }>
> = {
  uploaded: { tone: 'caution', icon: 'eye' },
  queued: { tone: 'accent', icon: 'queue' },
  running: { tone: 'accent', icon: 'refresh' },
  done: { tone: 'good', icon: 'check' },
  cancelled: { tone: 'plain', icon: 'close' },
  failed: { tone: 'bad', icon: 'error' },
  interrupted: { tone: 'caution', icon: 'warning' },
};

/** Where an import stands, in a word with its mark. */
export function StateChip({ state }: { state: ImportState }) {
  const text = useTexts(importTexts);
  return <Chip {...LOOKS[state]}>{text(`state.${state}`)}</Chip>;
}
