import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { useFormats } from './provider.tsx';
import { useTexts } from './use-texts.ts';
import { EmptyState, ErrorState } from './surface.tsx';
import { useArranged } from './table-rows.ts';
import type { Arranged, Column, Sort } from './table-rows.ts';
import styles from './table.module.css';
import { uiTexts } from './texts.ts';

/**
 * A list. Without more it is searched, ordered and paged in the browser; with `onQuery`, `onSort` and `more` the server
 * does it. Arrow keys move between rows, Home and End jump, Enter opens, "/" goes to the search.
 */
export interface DataTableProps<Row> {
  /** What is listed, for screen readers. */
  label: string;
  columns: Column<Row>[];
  /** Undefined while loading: grey rows stand there. */
  rows: Row[] | undefined;
  rowKey: (row: Row) => string | number;
  onOpen?: (row: Row) => void;
  /** Set when loading failed: a sentence the reader can act on. */
  error?: string | undefined;
  onRetry?: (() => void) | undefined;
  /** Shown when there is nothing at all: an EmptyState with the next step. */
  empty: ReactNode;
  /** Text of a row that the search looks at; leave out for no search, or give `onQuery`. */
  searchText?: (row: Row) => string;
  placeholder?: string;
  query?: string;
  onQuery?: (query: string) => void;
  /** Selects, chips and the like beside the search. */
  filters?: ReactNode;
  /** True while a filter or server-side search is on: an empty list then means "nothing matches". */
  filtered?: boolean;
  onClearFilters?: () => void;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  /** Rows per page where paging happens in the browser. */
  pageSize?: number;
  /** Cursor paging: shown as "load more" while `has`. */
  more?: { has: boolean; loading: boolean; load: () => void };
  /** Replaces the count at the foot ("12 of 3,400 shoppers"). */
  footer?: ReactNode;
  /** Rows that have just arrived slide in. */
  isNew?: (row: Row) => boolean;
  /** Drawn differently, for instance the one that is open. */
  isSelected?: (row: Row) => boolean;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const [ownQuery, setOwnQuery] = useState('');
  const [ownSort, setOwnSort] = useState<Sort | null>(props.sort ?? null);
  const query = props.onQuery ? (props.query ?? '') : ownQuery;
  const setQuery = props.onQuery ?? setOwnQuery;
  const sort = props.onSort ? (props.sort ?? null) : ownSort;
  const list = useArranged({
    rows: props.rows,
    columns: props.columns,
    sort,
    query,
    searchText: props.onQuery ? undefined : props.searchText,
    pageSize: props.pageSize,
  });
  const searchable = props.onQuery !== undefined || props.searchText !== undefined;
  const filtered = props.filtered === true || query !== '';
  const clear = (): void => {
    setQuery('');
    props.onClearFilters?.();
  };
  return (
    <div className={styles.frame}>
      {(searchable || props.filters) && (
        <div className={styles.toolbar}>
          {searchable && (
            <SearchBox value={query} onChange={setQuery} placeholder={props.placeholder} />
          )}
          {props.filters && <div className={styles.filters}>{props.filters}</div>}
        </div>
      )}
      <Body
        {...props}
        list={list}
        sort={sort}
        filtered={filtered}
        clear={clear}
        onSort={props.onSort ?? setOwnSort}
      />
      <Foot {...props} list={list} />
    </div>
  );
}

type Inner<Row> = DataTableProps<Row> & { list: Arranged<Row> };

function Body<Row>(
  props: Inner<Row> & { filtered: boolean; clear: () => void; onSort: (sort: Sort) => void },
) {
  const text = useTexts(uiTexts);
  const hint = useId();
  const { columns, list, error, rows } = props;
  if (error !== undefined && !rows) return <ErrorState text={error} onRetry={props.onRetry} />;
  if (list.visible?.length === 0) {
    if (!props.filtered) return props.empty;
    const reset = (
      <Button variant="default" onClick={props.clear}>
        {text('removeFilters')}
      </Button>
    );
    return (
      <EmptyState
        icon="search"
        title={text('noMatchTitle')}
        text={text('noMatchText')}
        action={reset}
      />
    );
  }
  return (
    <div className={styles.scroll}>
      <table
        className={styles.table}
        aria-label={props.label}
        aria-busy={!rows}
        {...(props.onOpen ? { 'aria-describedby': hint } : {})}
      >
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        {list.visible ? (
          <Rows {...props} rows={list.visible} />
        ) : (
          <SkeletonRows columns={columns} />
        )}
      </table>
      {props.onOpen && (
        <span id={hint} hidden>
          {text('tableKeys')}
        </span>
      )}
    </div>
  );
}

function HeadCell<Row>(props: {
  column: Column<Row>;
  sort: Sort | null | undefined;
  onSort: (sort: Sort) => void;
}) {
  const text = useTexts(uiTexts);
  const { column, sort, onSort } = props;
  const active = sort?.key === column.key;
  const direction = active ? (sort.descending ? 'descending' : 'ascending') : undefined;
  const attributes = {
    'data-align': column.align,
    'data-hide': column.hide,
    style: column.width === undefined ? undefined : { width: column.width },
  };
  if (column.sort === undefined) {
    return (
      <th scope="col" {...attributes}>
        {column.header || <VisuallyHidden>{text('actions')}</VisuallyHidden>}
      </th>
    );
  }
  return (
    <th scope="col" aria-sort={direction ?? 'none'} {...attributes}>
      <button
        type="button"
        className={styles.sort}
        data-active={active}
        onClick={() =>
          onSort({
            key: column.key,
            descending: active ? !sort.descending : column.align === 'end',
          })
        }
      >
        {column.header}
        <Icon
          name={direction === 'ascending' ? 'sortUp' : 'sortDown'}
          size={12}
          {...(direction
            ? { label: text(direction === 'ascending' ? 'sortAscending' : 'sortDescending') }
            : {})}
        />
      </button>
    </th>
  );
}

function Rows<Row>(props: DataTableProps<Row> & { rows: Row[] }) {
  const { rows, rowKey, columns, onOpen } = props;
  // One row is reachable by Tab, the arrows move that place: a list of 50 does not cost 50 Tabs.
  const [place, setPlace] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const current = Math.min(place, rows.length - 1);
  const move = (to: number): void => {
    const target = Math.max(0, Math.min(rows.length - 1, to));
    setPlace(target);
    body.current?.querySelectorAll('tr')[target]?.focus();
  };
  const onKey = (event: KeyboardEvent, row: Row, at: number): void => {
    if (event.target !== event.currentTarget) return;
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter') onOpen?.(row);
    else return;
    event.preventDefault();
  };
  return (
    <tbody ref={body}>
      {rows.map((row, at) => (
        <tr
          key={rowKey(row)}
          data-open={onOpen !== undefined}
          data-new={props.isNew?.(row) === true}
          data-selected={props.isSelected?.(row) === true}
          {...(onOpen
            ? {
                tabIndex: at === current ? 0 : -1,
                onFocus: () => setPlace(at),
                onClick: (event: MouseEvent) => {
                  if (!isOwnControl(event)) onOpen(row);
                },
                onKeyDown: (event: KeyboardEvent) => onKey(event, row, at),
              }
            : {})}
        >
          {columns.map((column) => (
            <td
              key={column.key}
              data-align={column.align}
              data-hide={column.hide}
              data-clip={column.clip}
            >
              {column.cell(row)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

/** A click on a button or link inside a row, or the end of marking text, does not open the row. */
function isOwnControl(event: MouseEvent): boolean {
  if (window.getSelection()?.type === 'Range') return true;
  return event.target instanceof Element && event.target.closest('a, button, input') !== null;
}

function SkeletonRows<Row>({ columns }: { columns: Column<Row>[] }) {
  return (
    <tbody>
      {Array.from({ length: 6 }, (_, row) => (
        <tr key={row}>
          {columns.map((column, at) => (
            <td key={column.key} data-align={column.align} data-hide={column.hide}>
              <Skeleton height={12} width={at === 0 ? `${60 + ((row * 17) % 35)}%` : '55%'} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

function Foot<Row>(props: Inner<Row>) {
  const text = useTexts(uiTexts);
  const formats = useFormats();
  const { list, rows, more, footer, pageSize } = props;
  if (!rows || list.matching === 0) return null;
  const from = list.page * (pageSize ?? 0) + 1;
  const range = {
    from: formats.number(from),
    to: formats.number(from + (list.visible?.length ?? 0) - 1),
    total: formats.number(list.matching),
  };
  return (
    <div className={styles.foot}>
      <span>
        {footer ??
          (list.pages > 1 ? text('rowsOf', range) : text('rows', { count: list.matching }))}
      </span>
      {list.pages > 1 && (
        <span className={styles.pager}>
          <PageButton
            label={text('previous')}
            icon="chevronLeft"
            disabled={list.page === 0}
            onClick={() => list.setPage(list.page - 1)}
          />
          <PageButton
            label={text('next')}
            icon="chevronRight"
            disabled={list.page >= list.pages - 1}
            onClick={() => list.setPage(list.page + 1)}
          />
        </span>
      )}
      {more?.has && (
        <Button size="xs" variant="default" loading={more.loading} onClick={more.load}>
          {text('more')}
        </Button>
      )}
    </div>
  );
}

function PageButton(props: {
  label: string;
  icon: 'chevronLeft' | 'chevronRight';
  disabled: boolean;
  onClick: () => void;
}) {
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={props.label}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      <Icon name={props.icon} size={14} />
    </Button>
  );
}

/** A search field; "/" anywhere on the page goes there, Escape empties it. */
export function SearchBox(props: {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string | undefined;
}) {
  const text = useTexts(uiTexts);
  const { value, onChange } = props;
  const label = props.placeholder ?? text('search');
  return (
    <div className={styles.search}>
      <Icon name="search" size={16} />
      <input
        type="search"
        value={value}
        placeholder={label}
        aria-label={label}
        data-search
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation();
            onChange('');
          }
        }}
      />
      {value !== '' && (
        <button type="button" aria-label={text('clearSearch')} onClick={() => onChange('')}>
          <Icon name="close" size={14} />
        </button>
      )}
    </div>
  );
}
