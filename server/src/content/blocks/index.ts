/** The blocks a mail is built of. */
export type { BlockDefinition, BlockText } from './block.ts';
export { definitionOf, freshBlocks } from './registry.ts';
