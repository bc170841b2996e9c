/** Everything of the design system that needs no framework: texts, formats, moments, icon drawings. */
export * from './clock.ts';
export * from './formats.ts';
export { ICON_PATHS } from './icon-paths.gen.ts';
export type { IconName } from './icon-paths.gen.ts';
export * from './language.ts';
export * from './locale.ts';
export * from './moment.ts';
