import type { RetailerId } from '@augenblick/contract';
import { createAccess } from '../../src/access/index.ts';
import { openRetailer } from '../../src/retailer/index.ts';
import { type Database, systemClock, systemIds } from '../../src/runtime/index.ts';
import { createSources } from '../../src/source/index.ts';
import { createSource } from '../../src/source/manage.ts';

/** A retailer, a source and its key in a new installation, made by the modules beside the running server. */
export async function writeKey(opened: Database): Promise<string> {
  await opened.owner`insert into retailer (slug, name) values ('laden', 'Laden')`;
  const deps = { database: opened, clock: systemClock, ids: systemIds };
  const { audit } = createAccess({ ...deps, publicUrl: undefined, openRetailer });
  const actor = { kind: 'staff', id: systemIds.uuid7(), name: 'Test', role: 'owner' } as const;
  const made = await createSource(
    { ...deps, audit, sources: createSources(deps) },
    { retailerId: 1 as RetailerId, actor },
    { kind: 'server', name: 'Shop' },
  );
  return made.key.key;
}
