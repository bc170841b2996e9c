import type { BlockKind, TemplateFinding } from '@augenblick/contract';
import { useTexts, useToast } from '@augenblick/ui/react';
import { BlockBoard } from './block-board.tsx';
import { WritingLanguage } from './block-parts.tsx';
import type { BlockActions } from './block-row.tsx';
import { placeOf } from './finding-place.ts';
import { newBlockId } from './new-id.ts';
import { useTemplateBook } from './queries.ts';
import { freshBlock } from './fresh.ts';
import { Shelf } from './shelf.tsx';
import { showPlace } from './show-place.ts';
import { addBlock, blocksOf, duplicateBlock, moveBlock, removeBlock, setBlock } from './steps.ts';
import { blockTexts } from './texts-blocks.ts';
import { editorTexts } from './texts-editor.ts';
import type { Editing } from './use-editor.ts';

/** The blocks of a mail with the shelf beside them. */
export function MailBlocks(props: {
  editing: Editing;
  findings: readonly TemplateFinding[];
  open: string | null;
  onOpen: (id: string | null) => void;
}) {
  const { editing, findings, open, onOpen } = props;
  const text = useTexts(blockTexts);
  const words = useTexts(editorTexts);
  const toast = useToast();
  const { data } = useTemplateBook();
  const { draft, writing, act, undo } = editing;
  const blocks = blocksOf(draft, writing.variant)[writing.language];
  const places = findings.map((finding) => ({ finding, place: placeOf(draft, finding.field) }));
  const findingsOf = (at: number): TemplateFinding[] =>
    places
      .filter(
        ({ place }) =>
          place?.block === blocks[at]?.id &&
          place?.writing.variant === writing.variant &&
          place.writing.language === writing.language,
      )
      .map(({ finding }) => finding);
  const add = (kind: BlockKind, at: number): void => {
    const fresh = freshBlock(data?.blocks, kind);
    if (!fresh) return;
    const { id } = fresh[writing.language];
    act(addBlock(draft, writing, fresh, at));
    onOpen(id);
    showPlace({ block: id });
  };
  const actions: BlockActions = {
    onToggle: (id) => onOpen(open === id ? null : id),
    onSet: (block, field) =>
      act(setBlock(draft, writing, block), field === null ? null : `${block.id}.${field}`),
    onMove: (id, to) => act(moveBlock(draft, writing, id, to)),
    onDuplicate: (id) => act(duplicateBlock(draft, writing, id, newBlockId)),
    onRemove: (id) => {
      const kind = blocks.find((block) => block.id === id)?.kind ?? 'text';
      act(removeBlock(draft, writing.variant, id));
      toast({ text: words('removed', { name: text(kind) }), undo });
    },
  };
  return (
    <WritingLanguage value={writing.language}>
      <BlockBoard blocks={blocks} open={open} findingsOf={findingsOf} actions={actions} onAdd={add}>
        <Shelf onAdd={(kind) => add(kind, behind(blocks, open))} />
      </BlockBoard>
    </WritingLanguage>
  );
}

/** Where a pressed block goes: behind the open one, else above the foot, else to the end. */
function behind(blocks: readonly { id: string; kind: BlockKind }[], open: string | null): number {
  const at = blocks.findIndex(({ id }) => id === open);
  if (at >= 0) return at + 1;
  return blocks.at(-1)?.kind === 'footer' ? blocks.length - 1 : blocks.length;
}
