import { errorText } from '@augenblick/api';
import type { DkimView } from '@augenblick/contract/api/channel.ts';
import { Card, CopyField, Form, useLanguage, useTexts } from '@augenblick/ui/react';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import styles from './channels.module.css';
import { useNewDkim } from './queries.ts';
import { channelTexts } from './texts.ts';

/** The key that signs mail: made here, its public half to be copied into the DNS. `sender`: the sender's address, as far as known. */
export function DkimCard({ dkim, sender }: { dkim: DkimView | null; sender: string }) {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  const make = useNewDkim();
  const [domain, setDomain] = useState(dkim?.domain ?? domainOf(sender));
  return (
    <Card title={text('dkim')} note={text('dkimNote')}>
      {dkim && (
        <div className={styles.dkim}>
          <p>{text('dkimRecord')}</p>
          <CopyField label={text('recordName')} value={dkim.recordName} />
          <CopyField label={text('recordValue')} value={dkim.recordValue} />
        </div>
      )}
      <Form
        submit={text(dkim ? 'dkimAgain' : 'dkimMake')}
        pending={make.isPending}
        ready={domain.includes('.')}
        error={make.error ? errorText(make.error, language) : null}
        onSubmit={() => make.mutate(domain.trim().toLowerCase())}
      >
        <TextInput
          label={text('dkimDomain')}
          placeholder="hofladen-linde.de"
          maxLength={253}
          spellCheck={false}
          autoComplete="off"
          value={domain}
          onChange={(event) => setDomain(event.currentTarget.value)}
        />
      </Form>
    </Card>
  );
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
