import { BLOCK_KINDS } from '@augenblick/contract';
import type { Block, BlockKind } from '@augenblick/contract';
import type { Language } from '@augenblick/ui';
import { newBlockId } from './new-id.ts';

/** How a dragged new block is named: ids of blocks never begin so. */
export const NEW = 'new:';

/** A new block in both languages, with an id of its own. */
export type FreshBlock = Record<Language, Block>;

/** The kind of a block dragged from the shelf; null for one that stands in the message. */
export function kindOf(dragged: string): BlockKind | null {
  if (!dragged.startsWith(NEW)) return null;
  return BLOCK_KINDS.find((kind) => kind === dragged.slice(NEW.length)) ?? null;
}

/** A new block of a kind as the server's shelf has it; null while that is on its way. */
export function freshBlock(
  shelf: readonly FreshBlock[] | undefined,
  kind: BlockKind,
): FreshBlock | null {
  const found = shelf?.find(({ de }) => de.kind === kind);
  if (!found) return null;
  // Columns that come with blocks in them need ids for those, too; the same in both languages.
  const ids = new Map<string, string>();
  const idOf = (old: string): string => {
    const id = ids.get(old) ?? newBlockId();
    ids.set(old, id);
    return id;
  };
  return { de: withIds(found.de, idOf), en: withIds(found.en, idOf) };
}

function withIds(block: Block, idOf: (id: string) => string): Block {
  const next = { ...block, id: idOf(block.id) };
  if (next.kind !== 'columns') return next;
  const columns = next.columns.map((column) =>
    column.map((inner) => ({ ...inner, id: idOf(inner.id) })),
  );
  return { ...next, columns };
}
