import { api, errorText } from '@augenblick/api';
import { RETENTION_BOUNDS, RETENTION_KINDS, type RetentionKind } from '@augenblick/contract';
import type { RetentionBody, RetentionView } from '@augenblick/contract/api/retention.ts';
import {
  Card,
  ConfirmDialog,
  Notice,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { NumberField } from '../campaigns/number-field.tsx';
import { useMay, useRetailerPath } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { retentionTexts } from './retention-texts.ts';
import { SettingsFrame } from './settings-frame.tsx';
import styles from './settings.module.css';

/** How long what is personal is kept, and by whose decision. */
export default function RetentionPage() {
  const text = useTexts(retentionTexts);
  const path = useRetailerPath();
  const query = useQuery({
    queryKey: ['retention', path('')],
    queryFn: ({ signal }) => api.get<RetentionView>(path('/retention'), { signal }),
  });
  const own = query.data?.own;
  const count = RETENTION_KINDS.filter((kind) => own !== undefined && own[kind] !== null).length;
  return (
    <SettingsFrame
      title={text('title')}
      headline={count === 0 ? text('headlineUsual') : text('headlineOwn', { count })}
      note={text('note')}
    >
      <Card title={text('periods')}>
        <Loaded query={query} lines={8}>
          {(view) => <Periods key={JSON.stringify(view.own)} view={view} />}
        </Loaded>
      </Card>
    </SettingsFrame>
  );
}

/** True when something would be kept for less time than now: that cannot be taken back. Pure. */
function keepsLess(next: RetentionBody, { own, usual }: RetentionView): boolean {
  const held = (of: RetentionBody, kind: RetentionKind): number =>
    of[kind] ?? usual[kind] ?? Number.POSITIVE_INFINITY;
  return RETENTION_KINDS.some((kind) => held(next, kind) < held(own, kind));
}

function Periods({ view }: { view: RetentionView }) {
  const text = useTexts(retentionTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const path = useRetailerPath();
  const client = useQueryClient();
  const may = useMay('retailer.write');
  const [own, setOwn] = useState(view.own);
  const [asking, setAsking] = useState(false);
  const save = useMutation({
    mutationFn: (body: RetentionBody) => api.put<RetentionView>(path('/retention'), body),
    onSuccess: (after) => {
      setAsking(false);
      client.setQueryData(['retention', path('')], after);
      toast({ text: text('saved'), tone: 'good' });
    },
  });
  const changed = JSON.stringify(own) !== JSON.stringify(view.own);
  const error = save.error ? errorText(save.error, language) : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (keepsLess(own, view)) setAsking(true);
        else save.mutate(own);
      }}
    >
      <fieldset className={styles.bare} disabled={!may}>
        <div className={styles.column}>
          {!may && <Notice>{text('onlyOwners')}</Notice>}
          {error !== null && !asking && <Notice tone="bad">{error}</Notice>}
          {RETENTION_KINDS.map((kind) => (
            <Period
              key={kind}
              kind={kind}
              value={own[kind]}
              usual={view.usual[kind]}
              onChange={(value) => setOwn({ ...own, [kind]: value })}
            />
          ))}
        </div>
      </fieldset>
      {may && (
        <div className={styles.foot}>
          <Button type="submit" loading={save.isPending} disabled={!changed}>
            {text('save')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={text('shorterTitle')}
        confirm={text('shorterConfirm')}
        onConfirm={() => save.mutate(own)}
        pending={save.isPending}
        error={error}
      >
        <p>{text('shorterText')}</p>
      </ConfirmDialog>
    </form>
  );
}

function Period(props: {
  kind: RetentionKind;
  value: number | null;
  usual: number | null;
  onChange: (value: number | null) => void;
}) {
  const text = useTexts(retentionTexts);
  const formats = useFormats();
  const { kind, value, usual, onChange } = props;
  const { min, max } = RETENTION_BOUNDS[kind];
  const unit = kind === 'strangersMonths' ? 'usualMonths' : 'usualDays';
  const usually = usual === null ? text('forEver') : text(unit, { count: usual });
  const bounds = text('bounds', {
    min: formats.number(min),
    max: formats.number(max),
    usual: usually,
  });
  return (
    <NumberField
      label={text(kind)}
      description={`${text(`${kind}Note`)} ${bounds}`}
      value={value}
      min={min}
      max={max}
      empty
      placeholder={usual === null ? text('forEver') : formats.number(usual)}
      onChange={onChange}
    />
  );
}
