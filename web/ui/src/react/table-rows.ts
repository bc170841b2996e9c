import { useMemo, useState } from 'react';

/** How a table is ordered now. */
export interface Sort {
  key: string;
  descending: boolean;
}

/** One column. The first one is the row's name and stays at every width. */
export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => React.ReactNode;
  /** Value to order by in the browser, or 'server' where the list is ordered there; left out = cannot be ordered. */
  sort?: ((row: Row) => string | number | null) | 'server';
  /** Numbers stand at the end. */
  align?: 'end';
  /** Any CSS width. */
  width?: string;
  /** Stays on one line and is cut with an ellipsis; needs a `width`. */
  clip?: true;
  /** Not shown on narrower screens: phone ≤ 640 px, tablet ≤ 960 px. */
  hide?: 'phone' | 'tablet';
}

/** The rows as the reader sees them: searched, ordered, cut into pages, all in the browser. */
export interface Arranged<Row> {
  /** Rows of this page; undefined while loading. */
  visible: Row[] | undefined;
  /** Rows after the search. */
  matching: number;
  page: number;
  pages: number;
  setPage(page: number): void;
}

/** Orders rows by a column's value: numbers by size, words as the language sorts them, empty values last. */
export function sortRows<Row>(rows: Row[], columns: Column<Row>[], sort: Sort | null): Row[] {
  const by = columns.find((column) => column.key === sort?.key)?.sort;
  if (!sort || typeof by !== 'function') return rows;
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [by(a), by(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y);
    return sign * String(x).localeCompare(String(y), undefined, { numeric: true });
  });
}

/** Rows in whose text every word of the search occurs. */
export function searchRows<Row>(rows: Row[], query: string, textOf: (row: Row) => string): Row[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row).toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Search, order and pages of a list that is wholly in the browser. */
export function useArranged<Row>(options: {
  rows: Row[] | undefined;
  columns: Column<Row>[];
  sort: Sort | null;
  query: string;
  searchText: ((row: Row) => string) | undefined;
  pageSize: number | undefined;
}): Arranged<Row> {
  const { rows, columns, sort, query, searchText, pageSize } = options;
  const [wanted, setPage] = useState(0);
  const matching = useMemo(() => {
    if (!rows) return undefined;
    return sortRows(searchText ? searchRows(rows, query, searchText) : rows, columns, sort);
  }, [rows, columns, sort, query, searchText]);
  const count = matching?.length ?? 0;
  const pages = pageSize ? Math.max(1, Math.ceil(count / pageSize)) : 1;
  const page = Math.min(wanted, pages - 1);
  return {
    visible: pageSize ? matching?.slice(page * pageSize, (page + 1) * pageSize) : matching,
    matching: count,
    page,
    pages,
    setPage,
  };
}
