/** Content: templates of messages, the brand kit, pictures. */
export {
  draftOfEntry,
  ensureBookTemplate,
  ENTRIES as BOOK_ENTRIES,
  useBookTemplate,
} from './book/index.ts';
export { absolute, shopAddress } from './address.ts';
export { guessedBrand, loadBrand } from './brand.ts';
export { type CompiledMessage, compileTemplate } from './compile.ts';
export { openContent } from './open.ts';
export { type PreviewDeps, previewTemplate } from './preview.ts';
export { render, type RenderOptions } from './render.ts';
export { type ContentRoutesDeps, contentRoutes } from './routes.ts';
export { sampleMessage } from './sample.ts';
export { type PublishedTemplate, publishedTemplates, type TemplateDeps } from './templates.ts';
export { createWriter, type ReadyTemplate, type Writer } from './writer.ts';
