/** The front door of the demo retailer: its data, its visitors, its end. */
export type { DemoFile, DemoFileInvoice } from './dataset.ts';
export { createDemo, type Demo, type DemoDeps, type DemoPrinted } from './demo.ts';
export { demoRoutes } from './routes.ts';
export { ATTRIBUTION } from './wording.ts';
