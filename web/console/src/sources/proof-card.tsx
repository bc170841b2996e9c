import { errorText } from '@augenblick/api';
import type { SourceShown } from '@augenblick/contract/api/source.ts';
import {
  Card,
  Chip,
  CodeBlock,
  CopyField,
  Dialog,
  Form,
  Icon,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDecisionSettings } from '../decisions/queries.ts';
import { useMay } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { SureDialog } from '../shell/sure-dialog.tsx';
import { useRenewSecret } from './queries.ts';
import { PROOF_IN_PAGE, PROOF_IN_SERVER } from './snippets.ts';
import styles from './sources.module.css';
import { proofTexts } from './texts-proof.ts';

/** The secret by which a shop vouches for customers who are signed in: whether there is one, made or replaced here. */
export function ProofCard({ source }: { source: SourceShown }) {
  const text = useTexts(proofTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const may = useMay('source.write');
  const settings = useDecisionSettings();
  const renew = useRenewSecret();
  const [asking, setAsking] = useState(false);
  const made = settings.data?.sources.find(({ id }) => id === source.id)?.proof;
  const make = (): void =>
    renew.mutate(source.id, {
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  const button = may && made !== undefined && (
    <Button
      variant="default"
      leftSection={<Icon name="key" size={14} />}
      loading={renew.isPending}
      onClick={made ? () => setAsking(true) : make}
    >
      {text(made ? 'replace' : 'make')}
    </Button>
  );
  return (
    <Card title={text('title')} note={text('note')} actions={button}>
      <Loaded query={settings}>
        {() => (
          <div className={styles.proof}>
            <Chip tone={made ? 'good' : 'plain'} icon={made ? 'check' : 'lock'}>
              {text(made ? 'made' : 'none')}
            </Chip>
            <p className={styles.quiet}>{text(made ? 'madeText' : 'noneText')}</p>
          </div>
        )}
      </Loaded>
      <SureDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={text('replaceTitle', { name: source.name })}
        confirm={text('replaceNow')}
        doing={renew}
        what={source.id}
        said={() => text('replaced')}
      >
        <p>{text('replaceText')}</p>
      </SureDialog>
      <SecretDialog secret={renew.data?.secret} onClose={() => renew.reset()} />
    </Card>
  );
}

/** The secret, this once, with what the shop's server and its pages do with it. */
function SecretDialog({ secret, onClose }: { secret: string | undefined; onClose: () => void }) {
  const text = useTexts(proofTexts);
  return (
    <Dialog
      wide
      opened={secret !== undefined}
      onClose={onClose}
      title={text('onceTitle')}
      note={text('onceText')}
    >
      <Form onSubmit={onClose} submit={text('done')}>
        <CopyField label={text('secret')} value={secret ?? ''} note={text('onceNote')} />
        <CodeBlock title={text('server')} code={PROOF_IN_SERVER} />
        <CodeBlock title={text('page')} code={PROOF_IN_PAGE} />
      </Form>
    </Dialog>
  );
}
