export { type Catalogue, createCatalogue } from './catalogue.ts';
export { catalogueRoutes } from './routes.ts';
export { asGtin, categoryPath, type ProductReport, webAddress } from './product.ts';
