import { describe, expect, it } from 'vitest';
import { searchRows, sortRows } from './table-rows.ts';
import type { Column } from './table-rows.ts';

interface Row {
  name: string;
  orders: number | null;
}
const ROWS: Row[] = [
  { name: 'Öztürk', orders: 3 },
  { name: 'Anders 10', orders: null },
  { name: 'Anders 9', orders: 12 },
];
const COLUMNS: Column<Row>[] = [
  { key: 'name', header: 'Name', cell: (row) => row.name, sort: (row) => row.name },
  { key: 'orders', header: 'Orders', cell: (row) => row.orders, sort: (row) => row.orders },
];
const names = (rows: Row[]): string[] => rows.map((row) => row.name);

describe('table rows', () => {
  it('orders words as people do', () => {
    expect(names(sortRows(ROWS, COLUMNS, { key: 'name', descending: false }))).toEqual([
      'Anders 9',
      'Anders 10',
      'Öztürk',
    ]);
  });

  it('orders numbers by size and keeps empty values last both ways', () => {
    const sort = (descending: boolean) =>
      names(sortRows(ROWS, COLUMNS, { key: 'orders', descending }));
    expect(sort(false)).toEqual(['Öztürk', 'Anders 9', 'Anders 10']);
    expect(sort(true)).toEqual(['Anders 9', 'Öztürk', 'Anders 10']);
  });

  it('leaves the given order alone where nothing is asked', () => {
    expect(sortRows(ROWS, COLUMNS, null)).toBe(ROWS);
  });

  it('finds rows in which every word occurs, whatever the case', () => {
    const find = (query: string) => names(searchRows(ROWS, query, (row) => row.name));
    expect(find('anders 1')).toEqual(['Anders 10']);
    expect(find('  ')).toHaveLength(3);
    expect(find('nobody')).toEqual([]);
  });
});
