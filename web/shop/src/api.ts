import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Longest the shop waits for its own catalogue. */
const PATIENCE = 8_000;

/** Reads from the shop's public API; null when it could not be had, whatever the reason. */
export async function get<T>(path: string): Promise<T | null> {
  try {
    const response = await fetch(`/api/shop${path}`, { signal: AbortSignal.timeout(PATIENCE) });
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}

/** What stands at `path`: undefined while it loads, null when it cannot be had. Asks again when the path changes. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what stands there
export function useGet<T>(path: string): T | null | undefined {
  const found = useSignal<{ path: string; value: T | null } | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    const load = async (): Promise<void> => {
      const value = await get<T>(path);
      if (!gone) found.value = { path, value };
    };
    void load();
    return () => {
      gone = true;
    };
  }, [path]);
  return found.value?.path === path ? found.value.value : undefined;
}
