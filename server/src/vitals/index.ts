export { vitalsRoutes } from './routes.ts';
