import { errorText } from '@augenblick/api';
import type { FormOne } from '@augenblick/contract/api/optin.ts';
import type { Column } from '@augenblick/ui/react';
import {
  Chip,
  DataTable,
  EmptyState,
  Icon,
  IconTile,
  Named,
  Quiet,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import { useMay } from '../session/session.tsx';
import { useForms } from './queries.ts';
import { formTexts } from './texts-forms.ts';

const TONES = { draft: 'plain', live: 'good', paused: 'caution' } as const;
const ICONS = { draft: 'edit', live: 'check', paused: 'pause' } as const;

/** Where a form stands. */
export function FormChip({ status }: { status: FormOne['status'] }) {
  const text = useTexts(formTexts);
  return (
    <Chip tone={TONES[status]} icon={ICONS[status]}>
      {text(`status.${status}`)}
    </Chip>
  );
}

/** The forms of the shop and how they fare. */
export function FormsTab() {
  const text = useTexts(formTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const may = useMay('consent.write');
  const query = useForms();
  return (
    <DataTable<FormOne>
      label={text('form')}
      columns={useColumns()}
      rows={query.data?.forms}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate(`/consent/forms/${id}`)}
      error={query.error ? errorText(query.error, language) : undefined}
      onRetry={() => void query.refetch()}
      empty={
        <EmptyState
          icon="edit"
          title={text('emptyTitle')}
          text={text('emptyText')}
          action={
            may && (
              <Button
                component={Link}
                to="/consent/forms/new"
                leftSection={<Icon name="plus" size={14} />}
              >
                {text('newForm')}
              </Button>
            )
          }
        />
      }
    />
  );
}

function useColumns(): Column<FormOne>[] {
  const text = useTexts(formTexts);
  const formats = useFormats();
  return [
    {
      key: 'name',
      header: text('form'),
      sort: ({ name }) => name,
      cell: ({ id, name, kind }) => (
        <Named
          mark={<IconTile icon={kind === 'popup' ? 'message' : 'edit'} />}
          title={
            <Link to={`/consent/forms/${id}`} tabIndex={-1}>
              {name}
            </Link>
          }
          note={text(`kind.${kind}`)}
        />
      ),
    },
    {
      key: 'status',
      header: text('status'),
      width: '150px',
      cell: ({ status }) => <FormChip status={status} />,
    },
    {
      key: 'signups',
      header: text('signups'),
      align: 'end',
      hide: 'phone',
      width: '180px',
      sort: ({ signups }) => signups,
      cell: ({ signups }) => (signups === 0 ? <Quiet>–</Quiet> : formats.number(signups)),
    },
    {
      key: 'confirmed',
      header: text('confirmed'),
      align: 'end',
      hide: 'phone',
      width: '150px',
      sort: ({ confirmed }) => confirmed,
      cell: ({ signups, confirmed }) =>
        signups === 0 ? <Quiet>–</Quiet> : formats.percent(confirmed / signups),
    },
  ];
}
