export { shopRoutes, type ShopRoutesDeps } from './routes.ts';
