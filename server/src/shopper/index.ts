/** Shoppers: everything that reads and administers profiles, events and dead letters. */
export { exportShopper } from './export.ts';
export { follow } from './follow.ts';
export { type ShopperRoutesDeps, shopperRoutes } from './routes.ts';
