import { Failure } from '@augenblick/contract';
import { productList, productOne, productQuery } from '@augenblick/contract/api/catalogue.ts';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { Http } from '../runtime/index.ts';
import type { Catalogue } from './catalogue.ts';

/** What the routes need. */
export interface CatalogueRoutesDeps {
  catalogue: Catalogue;
  access: Access;
}

/** Routes of the catalogue (contract/api/catalogue.ts). */
export function catalogueRoutes(http: Http, { catalogue, access }: CatalogueRoutesDeps): void {
  http.get(
    '/api/r/:retailerId/products',
    {
      onRequest: access.allow('source.read'),
      schema: { querystring: productQuery, response: { 200: productList } },
    },
    async (request) => catalogue.search(request.retailerId, request.query),
  );
  http.get(
    '/api/r/:retailerId/products/:productId',
    {
      onRequest: access.allow('source.read'),
      schema: {
        params: z.object({ retailerId: z.string(), productId: z.string().max(200) }),
        response: { 200: productOne },
      },
    },
    async (request) => {
      const found = await catalogue.read(request.retailerId, request.params.productId);
      if (!found) throw new Failure('not_found');
      return found;
    },
  );
}
