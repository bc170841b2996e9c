import { useLanguage } from '@augenblick/ui/react';
import { useTemplateBook } from './queries.ts';

/** What people call a name in a text: `first_name` → Vorname. The name itself where nobody has a word for it. */
export function useNameOf(): (name: string) => string {
  const [language] = useLanguage();
  const { data } = useTemplateBook();
  return (name) => data?.names.find((one) => one.name === name)?.words[language] ?? name;
}
