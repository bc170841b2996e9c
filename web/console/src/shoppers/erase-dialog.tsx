import { errorText } from '@augenblick/api';
import type { ErasureView, EraseShopper } from '@augenblick/contract/api/shopper.ts';
import {
  Dialog,
  Form,
  Icon,
  Notice,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useErase } from './queries.ts';
import styles from './shopper.module.css';
import { pageTexts } from './texts-page.ts';

const REASONS = ['shopper_request', 'consent_withdrawn', 'wrong_data', 'other'] as const;

interface EraseProps {
  opened: boolean;
  onClose: () => void;
  profileId: string;
  name: string;
}

/** Erases a shopper for good: says what goes and what the law keeps, asks for a typed word, shows the record. */
export function EraseDialog(props: EraseProps) {
  const { opened, onClose, profileId, name } = props;
  const text = useTexts(pageTexts);
  const navigate = useNavigate();
  const client = useQueryClient();
  const erase = useErase(profileId);
  const leave = (): void => {
    if (!erase.data) {
      onClose();
      return;
    }
    client.clear();
    void navigate('/shoppers');
  };
  return (
    <Dialog
      wide
      opened={opened}
      onClose={leave}
      title={text(erase.data ? 'erasedTitle' : 'eraseTitle', { name })}
      note={text(erase.data ? 'erasedNote' : 'eraseNote')}
    >
      {erase.data ? (
        <ErasureRecord record={erase.data} onLeave={leave} />
      ) : (
        <EraseForm {...props} erase={erase} />
      )}
    </Dialog>
  );
}

function EraseForm(props: EraseProps & { erase: ReturnType<typeof useErase> }) {
  const { onClose, profileId, erase } = props;
  const text = useTexts(pageTexts);
  const [language] = useLanguage();
  const [reason, setReason] = useState<EraseShopper['reason']>('shopper_request');
  const [typed, setTyped] = useState('');
  const ready = typed.trim().toLocaleLowerCase() === text('eraseWord').toLocaleLowerCase();
  return (
    <Form
      onSubmit={() => erase.mutate({ reason, confirm: profileId })}
      onCancel={onClose}
      submit={text('eraseNow')}
      tone="bad"
      pending={erase.isPending}
      ready={ready}
      error={erase.error && errorText(erase.error, language)}
    >
      <div className={styles.goesStays}>
        <List
          title={text('goes')}
          icon="trash"
          tone="bad"
          lines={['goes1', 'goes2', 'goes3', 'goes4']}
        />
        <List title={text('stays')} icon="lock" lines={['stays1', 'stays2', 'stays3']} />
      </div>
      <Select
        label={text('eraseReason')}
        value={reason}
        data={REASONS.map((value) => ({ value, label: text(`reason.${value}`) }))}
        onChange={(value) => setReason(REASONS.find((one) => one === value) ?? 'other')}
      />
      <TextInput
        label={text('eraseType', { word: text('eraseWord') })}
        description={text('eraseTypeNote')}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </Form>
  );
}

type Line = 'goes1' | 'goes2' | 'goes3' | 'goes4' | 'stays1' | 'stays2' | 'stays3';

function List(props: {
  title: string;
  icon: 'trash' | 'lock';
  tone?: 'bad';
  lines: readonly Line[];
}) {
  const text = useTexts(pageTexts);
  return (
    <section data-tone={props.tone}>
      <h3>
        <Icon name={props.icon} size={14} />
        {props.title}
      </h3>
      <ul>
        {props.lines.map((line) => (
          <li key={line}>{text(line)}</li>
        ))}
      </ul>
    </section>
  );
}

function ErasureRecord({ record, onLeave }: { record: ErasureView; onLeave: () => void }) {
  const text = useTexts(pageTexts);
  const formats = useFormats();
  const sum = (counts: Record<string, number>): number =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  const left = sum(record.remaining);
  return (
    <Form onSubmit={onLeave} submit={text('toList')}>
      {left === 0 ? (
        <Notice tone="good" title={text('provenGone')}>
          {text('provenGoneText')}
        </Notice>
      ) : (
        <Notice tone="bad" title={text('stillThere', { count: left })}>
          {Object.keys(record.remaining).join(', ')}
        </Notice>
      )}
      <dl className={styles.record}>
        <div>
          <dt>{text('removed')}</dt>
          <dd>{text('entries', { count: sum(record.removed) })}</dd>
        </div>
        <div>
          <dt>{text('anonymised')}</dt>
          <dd>{text('entries', { count: sum(record.anonymised) })}</dd>
        </div>
        <div>
          <dt>{text('proofsKept')}</dt>
          <dd>{formats.number(record.consentProofs)}</dd>
        </div>
        <div>
          <dt>{text('blocked')}</dt>
          <dd>{formats.number(record.suppressed)}</dd>
        </div>
        <div>
          <dt>{text('recordNumber')}</dt>
          <dd>{record.id}</dd>
        </div>
      </dl>
    </Form>
  );
}
