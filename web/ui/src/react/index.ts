/** Components of the React console, built on Mantine and our tokens. Load '@augenblick/ui/styles' once beside it. */
export * from './chip.tsx';
export * from './field.tsx';
export * from './form.tsx';
export * from './icon.tsx';
export * from './naming.tsx';
export * from './overlay.tsx';
export * from './picture.tsx';
export * from './provider.tsx';
export { useTexts } from './use-texts.ts';
export * from './surface.tsx';
export { DataTable, SearchBox } from './table.tsx';
export type { DataTableProps } from './table.tsx';
export type { Column, Sort } from './table-rows.ts';
export * from './timeline.tsx';
export { useToast } from './toast.tsx';
export type { Toast } from './toast.tsx';
export { uiTexts } from './texts.ts';
