import { lazy, Suspense } from 'react';
import type { ComponentProps } from 'react';

/** The condition editor is large; it is loaded when a step that asks something is opened. */
const Pattern = lazy(async () => ({ default: (await import('./conditions.tsx')).PatternField }));
const Asked = lazy(async () => ({ default: (await import('./conditions.tsx')).ConditionField }));

/** What was done, with details. */
export function PatternField(props: ComponentProps<typeof Pattern>) {
  return (
    <Suspense>
      <Pattern {...props} />
    </Suspense>
  );
}

/** What must be true of a shopper; null = nothing asked. */
export function ConditionField(props: ComponentProps<typeof Asked>) {
  return (
    <Suspense>
      <Asked {...props} />
    </Suspense>
  );
}
