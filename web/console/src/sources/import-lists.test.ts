import * as contract from '@augenblick/contract/api/import.ts';
import { expect, it } from 'vitest';
import * as lists from './import-lists.ts';
import { problemTexts } from './texts-import-problems.ts';

it('has the lists of the contract', () => {
  expect(lists.IMPORT_FIELDS).toEqual(contract.IMPORT_FIELDS);
  expect(lists.IMPORT_ENCODINGS).toEqual(contract.IMPORT_ENCODINGS);
  expect(lists.DATE_FORMATS).toEqual(contract.DATE_FORMATS);
  expect(lists.IMPORT_DELIMITERS).toEqual(contract.IMPORT_DELIMITERS);
});

it('words every reason for which a row is turned away', () => {
  expect(Object.keys(problemTexts.en).sort()).toEqual([...contract.ROW_PROBLEMS].sort());
});
