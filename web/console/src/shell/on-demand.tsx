import { Suspense, useState } from 'react';
import type { ReactNode } from 'react';

/**
 * Mounts a lazily loaded drawer or dialog the first time it is wanted. It stays afterwards, so that closing is seen and
 * opening again waits for nothing.
 */
export function OnDemand({ wanted, children }: { wanted: boolean; children: ReactNode }) {
  const [was, setWas] = useState(wanted);
  if (wanted && !was) setWas(true);
  return was && <Suspense>{children}</Suspense>;
}
