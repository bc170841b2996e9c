export { type Catalogue, createCatalogue } from './catalogue.ts';
export { asGtin, categoryPath, type ProductReport, webAddress } from './product.ts';
