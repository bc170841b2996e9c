/** Imports: files of customers, orders, order lines and products become events and catalogue rows. */
export { ImportFault, IMPORT_FAULTS } from './fault.ts';
export { createImports, type Imports, type ImportsDeps } from './imports.ts';
export { importRoutes } from './routes.ts';
