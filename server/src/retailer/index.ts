/** The front door of retailers (tenants). */
export { openRetailer } from './open.ts';
export type { RetailerInput } from './retailer.ts';
export { type RetailerRoutesOptions, retailerRoutes } from './routes.ts';
