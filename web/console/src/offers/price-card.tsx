import type { OfferDraft } from '@augenblick/contract';
import type { PriceCheck } from '@augenblick/contract/api/offer.ts';
import {
  Card,
  Chip,
  DataTable,
  EmptyState,
  Named,
  Notice,
  Quiet,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import type { Column } from '@augenblick/ui/react';
import { Loaded } from '../shell/loaded.tsx';
import styles from './offers.module.css';
import { usePriceCheck } from './queries.ts';
import { codeTexts } from './texts-codes.ts';
import { offerEditorTexts } from './texts-editor.ts';

const LAW = 'https://www.gesetze-im-internet.de/pangv_2022/__11.html';

type PriceRow = PriceCheck['rows'][number];

/** The lowest price of 30 days beside each reduced one, with the law; in short or with the whole list. */
export function PriceCard({ draft, full = false }: { draft: OfferDraft; full?: boolean }) {
  const text = useTexts(offerEditorTexts);
  const query = usePriceCheck(draft);
  return (
    <Card title={text('pricesTitle')}>
      <Loaded query={query} lines={3}>
        {(check) => <Check check={check} currency={draft.currency} full={full} />}
      </Loaded>
    </Card>
  );
}

function Check(props: { check: PriceCheck; currency: string; full: boolean }) {
  const { check, currency, full } = props;
  const text = useTexts(codeTexts);
  const [language] = useLanguage();
  const columns = useColumns(currency);
  const bad = check.rows.filter(({ notLower }) => notLower).length;
  return (
    <div className={styles.stack}>
      <p>
        {check.words[language]}{' '}
        <a href={LAW} target="_blank" rel="noreferrer">
          {text('lawLink')}
        </a>
      </p>
      {!check.needed && <Notice tone="good" title={text('noneNeeded')} />}
      {check.needed && check.products > 0 && (
        <Notice tone={bad > 0 ? 'caution' : 'good'} title={text('needed')}>
          {bad > 0 ? text('someNot', { count: bad }) : text('allFine')}
        </Notice>
      )}
      {check.needed && full && (
        <DataTable<PriceRow>
          label={text('product')}
          columns={columns}
          rows={check.rows}
          rowKey={({ productId }) => productId}
          searchText={({ name, productId }) => `${name} ${productId}`}
          pageSize={25}
          footer={text('shown', { count: check.rows.length, total: check.products })}
          empty={<EmptyState icon="tag" title={text('noProducts')} text="" />}
        />
      )}
    </div>
  );
}

function useColumns(currency: string): Column<PriceRow>[] {
  const text = useTexts(codeTexts);
  const formats = useFormats();
  const money = (amountMinor: number | null) =>
    amountMinor === null ? <Quiet>–</Quiet> : formats.money({ amountMinor, currency });
  return [
    {
      key: 'product',
      header: text('product'),
      sort: ({ name }) => name,
      cell: ({ name, productId }) => <Named title={name} note={productId} />,
    },
    {
      key: 'price',
      header: text('price'),
      align: 'end',
      hide: 'phone',
      width: '120px',
      cell: ({ priceMinor }) => money(priceMinor),
    },
    {
      key: 'reduced',
      header: text('reduced'),
      align: 'end',
      hide: 'phone',
      width: '140px',
      cell: ({ reducedMinor }) => money(reducedMinor),
    },
    {
      key: 'lowest',
      header: text('lowest'),
      align: 'end',
      width: '170px',
      cell: ({ lowestMinor, lowestAt }) => (
        <span title={lowestAt === null ? '' : formats.dateTime(lowestAt)}>
          {money(lowestMinor)}
        </span>
      ),
    },
    {
      key: 'verdict',
      header: text('verdict'),
      hide: 'phone',
      width: '220px',
      cell: (row) => {
        if (row.notLower) return <Chip tone="caution">{text('notLower')}</Chip>;
        if (row.lowestMinor === null) return <Quiet>{text('unknownPrice')}</Quiet>;
        if (!row.complete) return <Quiet>{text('incomplete')}</Quiet>;
        return <Chip tone="good">{text('fine')}</Chip>;
      },
    },
  ];
}
