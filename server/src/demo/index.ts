export type { DemoFile, DemoFileInvoice } from './dataset.ts';
