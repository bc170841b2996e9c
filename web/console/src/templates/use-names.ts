import { useLanguage } from '@augenblick/ui/react';
import { useTemplateBook } from './queries.ts';

/**
 * What people call a name in a text: `first_name` → Vorname. The name itself where nobody has a word for it, dots as long as
 * that is not known.
 */
export function useNameOf(): (name: string) => string {
  const [language] = useLanguage();
  const { data, isPending } = useTemplateBook();
  if (isPending) return () => '…';
  return (name) => data?.names.find((one) => one.name === name)?.words[language] ?? name;
}
