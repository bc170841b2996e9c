import { errorText } from '@augenblick/api';
import {
  Card,
  Chip,
  Quiet,
  RelativeTime,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import styles from '../published/versions.module.css';
import { Loaded } from '../shell/loaded.tsx';
import { useRestoreTemplate, useTemplateVersions } from './queries.ts';
import { editorTexts } from './texts-editor.ts';
import type { Editing } from './use-editor.ts';

/** What was published before; each can be taken into the draft again. */
export function VersionsCard({ editing }: { editing: Editing }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const { drafting } = editing;
  const { id, version: present } = drafting.one.template;
  const query = useTemplateVersions(id);
  const restore = useRestoreTemplate(id);
  const bring = async (version: number): Promise<void> => {
    await drafting.flush();
    restore.mutate(version, {
      onSuccess: (one) => {
        editing.take(one);
        toast({ text: text('restored', { version }), tone: 'good' });
      },
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  };
  if (present === 0) return null;
  return (
    <Card title={text('versions')} note={text('versionsNote')}>
      <Loaded query={query}>
        {({ versions }) => (
          <ul className={styles.versions}>
            {versions.map(({ version, at, by }) => (
              <li key={version}>
                <span className={styles.words}>
                  <b>{text('version', { version })}</b>
                  <Quiet>
                    <RelativeTime at={at} quiet /> {text('by', { name: by })}
                  </Quiet>
                </span>
                {version === present && <Chip tone="good">{text('current')}</Chip>}
                <Button
                  size="xs"
                  variant="default"
                  disabled={restore.isPending}
                  onClick={() => void bring(version)}
                >
                  {text('restore')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}
