import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConfigError, loadConfig, publicUrl, SETTINGS, settingsPage } from './config.ts';

test('an empty environment gives the documented defaults', () => {
  const config = loadConfig({ PORT: '' });
  expect(config.port).toBe(4400);
  expect(config.role).toBe('all');
  expect(config.databaseUrl).toBeUndefined();
  expect(publicUrl(config)).toBe('http://localhost:4400');
});

test('values are read, trimmed and typed', () => {
  const config = loadConfig({ PORT: ' 80 ', DEMO: 'false', PUBLIC_URL: 'https://a.example/' });
  expect(config.port).toBe(80);
  expect(config.demo).toBe(false);
  expect(publicUrl(config)).toBe('https://a.example');
});

test('every unusable value is named at once', () => {
  const load = () => loadConfig({ PORT: 'eighty', ROLE: 'cook', DATABASE_URL: 'mysql://x' });
  expect(load).toThrow(ConfigError);
  expect(load).toThrow(/PORT[\s\S]*ROLE[\s\S]*DATABASE_URL/);
});

test('no variable is used twice and each is explained', () => {
  const names = Object.values(SETTINGS).map((entry) => entry.env);
  expect(new Set(names).size).toBe(names.length);
  for (const entry of Object.values(SETTINGS)) expect(entry.text).toMatch(/\.$/);
});

test('docs/operating/settings.md is what the table says', () => {
  const page = new URL('../../../docs/operating/settings.md', import.meta.url);
  expect(readFileSync(page, 'utf8')).toBe(settingsPage());
});
