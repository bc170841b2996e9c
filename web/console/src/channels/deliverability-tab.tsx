import type { DnsCheck, DnsFinding } from '@augenblick/contract/api/channel.ts';
import {
  Card,
  CopyField,
  Icon,
  More,
  Notice,
  RelativeTime,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Loaded } from '../shell/loaded.tsx';
import styles from './channels.module.css';
import { DnsChip } from './marks.tsx';
import { useDns } from './queries.ts';
import { RatesCard } from './rates-card.tsx';
import { channelTexts } from './texts.ts';

/** Whether mail arrives: what stands in the DNS, what should, in words and to copy. */
export function DeliverabilityTab() {
  return (
    <>
      <RatesCard />
      <DnsCard />
    </>
  );
}

function DnsCard() {
  const text = useTexts(channelTexts);
  const [asked, setAsked] = useState<string | null>(null);
  const query = useDns(asked);
  const [typed, setTyped] = useState<string | null>(null);
  const domain = typed ?? asked ?? query.data?.domain ?? '';
  const ask = (): void => {
    const next = domain.trim().toLowerCase();
    if (next === (asked ?? query.data?.domain)) void query.refetch();
    else setAsked(next);
  };
  return (
    <Card title={text('dnsTitle')} note={text('dnsNote')}>
      <form
        className={styles.dnsForm}
        onSubmit={(event) => {
          event.preventDefault();
          if (domain.includes('.')) ask();
        }}
      >
        <TextInput
          label={text('dnsDomain')}
          placeholder="hofladen-linde.de"
          maxLength={253}
          spellCheck={false}
          autoComplete="off"
          value={domain}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button
          type="submit"
          loading={query.isFetching}
          disabled={!domain.includes('.')}
          leftSection={<Icon name="search" size={14} />}
        >
          {text(query.data?.domain ? 'dnsAgain' : 'dnsCheck')}
        </Button>
      </form>
      <Loaded query={query} lines={8}>
        {(check) => <Result check={check} />}
      </Loaded>
    </Card>
  );
}

const TONES = { good: 'good', warning: 'caution', missing: 'bad', unknown: 'info' } as const;

function Result({ check }: { check: DnsCheck }) {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  if (check.domain === null) return <p className={styles.quiet}>{text('dnsNoDomain')}</p>;
  return (
    <>
      <Notice tone={TONES[check.state]} title={check.domain}>
        {check.words[language]}
      </Notice>
      <ul className={styles.records} aria-live="polite">
        {check.findings.map((finding) => (
          <li key={finding.record}>
            <Finding finding={finding} />
          </li>
        ))}
      </ul>
      <p className={styles.quiet}>
        <RelativeTime at={check.checkedAt} quiet />
      </p>
    </>
  );
}

function Finding({ finding }: { finding: DnsFinding }) {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  const { record, state, name, type, found, wanted, words } = finding;
  return (
    <>
      <div className={styles.recordHead}>
        <h3>{text(`record.${record}`)}</h3>
        <DnsChip state={state} />
      </div>
      <p>{words[language]}</p>
      {wanted !== null && (
        <div className={styles.recordWanted}>
          <p>
            <b>{text('wanted')}</b> · {text('recordType')}: {type}
          </p>
          <CopyField label={text('recordName')} value={name} />
          <CopyField label={text('recordValue')} value={wanted} />
        </div>
      )}
      {found.length > 0 && (
        <More summary={text('found')} className={styles.found}>
          {found.map((value) => (
            <code key={value}>{value}</code>
          ))}
        </More>
      )}
    </>
  );
}
