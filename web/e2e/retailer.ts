/** What a shop has done before a test begins. */
import type { NewSource } from '@augenblick/contract/api/source.ts';
import { expect } from 'vitest';
import type { ConsoleUnderTest } from './browser.ts';

/** Says who sends the mails: without an imprint the law lets none of them leave. */
export async function fillInBrand({ call, retailerId }: ConsoleUnderTest): Promise<void> {
  const address = `/api/r/${retailerId}/brand`;
  const { brand } = await call<{ brand: { imprint: object; sender: object } }>('GET', address);
  await call('PUT', address, {
    ...brand,
    shopUrl: 'https://linde.example',
    imprint: {
      ...brand.imprint,
      company: 'Hofladen Linde',
      street: 'Lindenweg 1',
      city: '12345 Lindau',
      country: 'Deutschland',
      represented: 'Anna Linde',
      email: 'post@linde.example',
      phone: '030 123',
    },
    pages: {
      imprint: 'https://linde.example/impressum',
      privacy: 'https://linde.example/datenschutz',
      terms: '',
    },
    sender: { ...brand.sender, name: 'Hofladen Linde', email: 'post@linde.example' },
  });
}

/** Everybody may be spoken to at any hour: no comparison group, no quiet hours. */
export async function holdNobodyOut({ call, retailerId }: ConsoleUnderTest): Promise<void> {
  const address = `/api/r/${retailerId}/decisions/settings`;
  const { sources: _, ...rules } = await call<Record<string, unknown>>('GET', address);
  await call('PUT', address, { ...rules, globalHoldoutBp: 0, quiet: null });
}

/** Connects a source and answers it with its write key. */
export function addSource(
  { call, retailerId }: ConsoleUnderTest,
  kind: 'web' | 'server',
): Promise<NewSource> {
  const name = kind === 'web' ? 'Webshop' : 'Shopsystem';
  return call<NewSource>('POST', `/api/r/${retailerId}/sources`, { kind, name });
}

/** Sends calls as the shop's page or its server would. */
export async function tell(
  { url }: ConsoleUnderTest,
  writeKey: string,
  batch: readonly object[],
): Promise<void> {
  const response = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
    },
    body: JSON.stringify({ batch }),
  });
  expect(response.status).toBe(200);
}
