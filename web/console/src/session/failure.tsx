import { errorText } from '@augenblick/api';
import { Notice, useLanguage } from '@augenblick/ui/react';

/** What went wrong, in the reader's language; nothing when nothing did. */
export function Failure({ error }: { error: unknown }) {
  const [language] = useLanguage();
  if (!error) return null;
  return <Notice tone="bad">{errorText(error, language)}</Notice>;
}
