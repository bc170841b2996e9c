/// <reference types="vite/types/importMeta.d.ts" />
import { textAreas, textFaults } from '@augenblick/ui';
import { describe, expect, it } from 'vitest';

// Loading a file of texts registers its areas; every such file of the console is loaded here.
const files = import.meta.glob('./**/*texts*.ts', { eager: true });

describe('texts of the console', () => {
  it('are all loaded', () => {
    expect(Object.keys(files).length).toBeGreaterThan(6);
    expect(textAreas().length).toBeGreaterThanOrEqual(Object.keys(files).length - 1);
  });

  it.each(textAreas().map((area) => [area.name, area] as const))(
    '%s says the same things in both languages, with the same variables',
    (_name, area) => {
      expect(textFaults(area)).toEqual([]);
    },
  );

  it('are written in German, not left in English', () => {
    const same = textAreas().flatMap(({ name, de, en }) =>
      Object.keys(en)
        .filter((key) => de[key] === en[key] && (en[key] ?? '').split(' ').length > 3)
        .map((key) => `${name}.${key}`),
    );
    expect(same).toEqual([]);
  });
});
