import { errorText } from '@augenblick/api';
import { Card, Chip, Quiet, useFormats, useLanguage, useToast } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { Loaded } from '../shell/loaded.tsx';
import styles from './versions.module.css';

/** A version that was made live. */
interface Version {
  version: number;
  /** Instant, ms. */
  at: number;
  by: string;
}

type Word =
  | 'versions'
  | 'versionsEmpty'
  | 'version'
  | 'versionBy'
  | 'versionNow'
  | 'restore'
  | 'restored';

interface Props<V extends Version> {
  thing: { id: string; version: number; status: string; changed: boolean };
  /** Where things of this kind live: `/campaigns`. */
  at: string;
  may: boolean;
  query: UseQueryResult<{ versions: readonly V[] }>;
  /** Takes a version into the draft. */
  restore: {
    isPending: boolean;
    variables: number | undefined;
    mutate: (
      version: number,
      then: { onSuccess: () => void; onError: (error: Error) => void },
    ) => void;
  };
  text: (word: Word, values?: { n?: number; when?: string; who?: string }) => string;
  /** Something more about a version. */
  note?: (version: V) => string;
}

/** What was live when and by whom; each can become the draft again. */
export function VersionsCard<V extends Version>(props: Props<V>) {
  const { thing, at: place, may, query, restore, text, note } = props;
  const formats = useFormats();
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const take = (version: number): void =>
    restore.mutate(version, {
      onSuccess: () => {
        toast({ text: text('restored', { n: version }), tone: 'good' });
        void navigate(`${place}/${thing.id}/edit`);
      },
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  const list = (versions: readonly V[]): ReactNode =>
    versions
      .toSorted((a, b) => b.version - a.version)
      .map((one) => (
        <li key={one.version}>
          <span className={styles.words}>
            <b>{text('version', { n: one.version })}</b>
            <Quiet>{text('versionBy', { when: formats.dateTime(one.at), who: one.by })}</Quiet>
            {note && <Quiet>{note(one)}</Quiet>}
          </span>
          {one.version === thing.version && thing.status === 'live' && (
            <Chip tone="good">{text('versionNow')}</Chip>
          )}
          {may && (one.version !== thing.version || thing.changed) && (
            <Button
              size="xs"
              variant="default"
              loading={restore.isPending && restore.variables === one.version}
              onClick={() => take(one.version)}
            >
              {text('restore')}
            </Button>
          )}
        </li>
      ));
  return (
    <Card title={text('versions')}>
      <Loaded query={query}>
        {({ versions }) =>
          versions.length === 0 ? (
            <Quiet>{text('versionsEmpty')}</Quiet>
          ) : (
            <ol className={styles.versions}>{list(versions)}</ol>
          )
        }
      </Loaded>
    </Card>
  );
}
