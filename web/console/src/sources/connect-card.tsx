import type { SourceShown } from '@augenblick/contract/api/source.ts';
import { Card, CodeBlock, CopyField, Icon, Notice, useTexts } from '@augenblick/ui/react';
import { Button, Tabs } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import tabs from '../shell/tabs.module.css';
import { freshKey } from './fresh-key.ts';
import { useSources } from './queries.ts';
import { snippet, SNIPPETS_OF } from './snippets.ts';
import type { SnippetName } from './snippets.ts';
import styles from './sources.module.css';
import { sourceTexts } from './texts.ts';

/** Addresses that lead nowhere from another machine. */
const ONLY_HERE = /^https?:\/\/(?:localhost|127\.|\[::1\])/;

/** How to connect: the key while it is known, something to copy, and whether the first event has come. */
export function ConnectCard({ source }: { source: SourceShown }) {
  const text = useTexts(sourceTexts);
  const key = freshKey(source.id);
  const endpoint = useSources().data?.endpoint ?? window.location.origin;
  const names = SNIPPETS_OF[source.kind] ?? [];
  const [chosen, setChosen] = useState<SnippetName | undefined>(names[0]);
  // Seen waiting on this page: then the arrival is news, else it is history.
  const [waited] = useState(source.lastSeenAt === null);
  const access = { endpoint, key: key ?? text('yourKey'), kind: source.kind };
  return (
    <Card title={text('connectTitle')} note={text('connectNote')}>
      <div className={styles.form}>
        <FirstEvent source={source} waited={waited} />
        {ONLY_HERE.test(endpoint) && (
          <Notice tone="caution">{text('onlyHere', { address: endpoint })}</Notice>
        )}
        {key ? (
          <Notice tone="caution" title={text('keyOnce')}>
            <div className={styles.keyOnce}>
              <CopyField label={text('writeKey')} value={key} note={text('keyOnceNote')} />
            </div>
          </Notice>
        ) : (
          <p className={styles.quiet}>{text('keyUnknown')}</p>
        )}
        <Tabs
          value={chosen ?? null}
          onChange={(value) => setChosen(names.find((name) => name === value))}
          keepMounted={false}
          className={tabs.tabs}
        >
          <Tabs.List>
            {names.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {text(`snippet.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {names.map((name) => (
            <Tabs.Panel key={name} value={name}>
              <p className={styles.snippetNote}>{text(`snippetNote.${name}`)}</p>
              <CodeBlock title={text(`snippet.${name}`)} code={snippet(name, access)} />
            </Tabs.Panel>
          ))}
        </Tabs>
      </div>
    </Card>
  );
}

function FirstEvent({ source, waited }: { source: SourceShown; waited: boolean }) {
  const text = useTexts(sourceTexts);
  if (source.paused) return null;
  if (source.lastSeenAt === null) {
    return (
      <div className={styles.waiting} role="status">
        <span className={styles.pulse} aria-hidden />
        <span>
          <b>{text('waitingTitle')}</b>
          <span className={styles.quiet}>{text('waitingText')}</span>
        </span>
      </div>
    );
  }
  if (!waited) return null;
  return (
    <div className={styles.arrived} role="status">
      <span className={styles.tick}>
        <Icon name="check" size={16} />
      </span>
      <span>
        <b>{text('arrivedTitle')}</b>
        <span className={styles.quiet}>{text('arrivedText')}</span>
      </span>
      <Button component={Link} to="/live" variant="default" size="xs">
        {text('toLive')}
      </Button>
    </div>
  );
}
