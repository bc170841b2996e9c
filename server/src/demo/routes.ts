import { demoChange, demoRemoval, demoStatus } from '@augenblick/contract/api/demo.ts';
import type { Access } from '../access/index.ts';
import type { Http } from '../runtime/index.ts';
import type { Demo } from './demo.ts';

/** Routes of the demo retailer: how it stands, the switch, the removal. */
export function demoRoutes(http: Http, deps: { demo: Demo; access: Pick<Access, 'allow'> }): void {
  const { demo, access } = deps;
  http.get(
    '/api/r/:retailerId/demo',
    { onRequest: access.allow('live.read'), schema: { response: { 200: demoStatus } } },
    ({ retailerId }) => demo.status(retailerId),
  );
  http.patch(
    '/api/r/:retailerId/demo',
    {
      onRequest: access.allow('retailer.write'),
      schema: { body: demoChange, response: { 200: demoStatus } },
    },
    ({ retailerId, actor, body }) => demo.switch(retailerId, body.running, actor),
  );
  http.delete(
    '/api/r/:retailerId/demo',
    { onRequest: access.allow('retailer.write'), schema: { response: { 202: demoRemoval } } },
    async ({ retailerId, actor }, reply) => {
      await demo.remove(retailerId, actor);
      return reply.code(202).send({ stage: 'removing' });
    },
  );
}
