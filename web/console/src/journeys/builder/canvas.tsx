import '@xyflow/react/dist/base.css';
import { Icon, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Tooltip } from '@mantine/core';
import { Background, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import type { NodeChange, OnNodeDrag } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Gap } from '../drawing/drawing.ts';
import type { Drawn } from '../graph/layout.ts';
import { plusOf } from '../graph/route.ts';
import { editorTexts } from '../texts-editor.ts';
import type { JourneyWording } from '../words.ts';
import styles from './canvas.module.css';
import { EndSign } from './end-sign.tsx';
import { edgesOf, nodesOf } from './flow-parts.ts';
import type { Shown } from './flow-parts.ts';
import { canvasKey } from './keys.ts';
import type { Counted, Picture, Trail } from './picture.ts';
import { StepActsContext, StepCard } from './step-card.tsx';
import type { StepActs } from './step-card.tsx';
import type { Builder } from './use-builder.ts';
import { PlusContext, WayLine } from './way-line.tsx';

const NODE_TYPES = { step: StepCard, end: EndSign };
const EDGE_TYPES = { way: WayLine };
/** Smaller journeys can be taken in without a map. */
const MAP_FROM = 14;
/** The library's own keys and selection are off: ours walk along the ways. */
const MANNERS = {
  minZoom: 0.12,
  maxZoom: 1.4,
  panOnScroll: true,
  zoomOnScroll: false,
  zoomOnDoubleClick: false,
  nodesConnectable: false,
  nodesFocusable: false,
  edgesFocusable: false,
  elementsSelectable: false,
  disableKeyboardA11y: true,
  deleteKeyCode: null,
  selectionKeyCode: null,
  multiSelectionKeyCode: null,
  panActivationKeyCode: null,
  zoomActivationKeyCode: null,
  nodeDragThreshold: 6,
  proOptions: { hideAttribution: true },
} as const;

/** The tools stand over the upper edge; nothing is shown behind them. */
const FIT_PADDING = { x: '6%', bottom: '6%', top: '64px' } as const;

/** How near a dragged step must come to a plus, px. */
const SNAP = 90;

/** What a canvas shows and does. */
export interface CanvasProps {
  picture: Picture;
  words: JourneyWording;
  counted: Counted | null;
  trail: Trail | null;
  /** Null: only to look at. */
  builder: Builder | null;
  focus: string;
  onChoose: (id: string, more: boolean) => void;
  onGo: (id: string, more: boolean) => void;
  onConnect: (id: string) => void;
  onHelp: () => void;
  /** What stands at the upper left: undo, the way to see it. */
  tools?: ReactNode;
}

/** A journey as a drawing that places itself; can be walked, changed and read with keys alone. */
export default function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow(props: CanvasProps) {
  const { picture, builder, focus } = props;
  const text = useTexts(editorTexts);
  const box = useRef<HTMLDivElement>(null);
  const drag = useDrag(picture, builder);
  const shown = useShown(props, drag.target);
  const nodes = useMemo(() => nodesOf(picture, shown), [picture, shown]);
  const edges = useMemo(() => edgesOf(picture, shown), [picture, shown]);
  const pointing = useRef(false);
  const returning = useFocusAfter(box, focus, builder?.adding ?? null);
  const acts = useStepActs(props, pointing, returning);
  useFollow(box, props);
  return (
    // The steps inside are buttons; the keys that walk between them are heard here.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={box}
      className={styles.canvas}
      role="group"
      aria-label={text('canvas')}
      onPointerDownCapture={() => {
        pointing.current = true;
      }}
      onPointerUpCapture={() => {
        pointing.current = false;
      }}
      onKeyDown={(event) => {
        const key = { ...props, layout: picture.layout, focus };
        if (!canvasKey(event, key)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <StepActsContext value={acts}>
        <PlusContext value={builder ? builder.ask : null}>
          <ReactFlow
            nodes={drag.moved(nodes)}
            edges={edges}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            {...MANNERS}
            onNodesChange={drag.onNodesChange}
            onNodeDrag={drag.onNodeDrag}
            onNodeDragStop={drag.onNodeDragStop}
          >
            <Background gap={22} size={1.2} className={styles.ground ?? ''} />
            {picture.layout.steps.length >= MAP_FROM && <Overview />}
          </ReactFlow>
        </PlusContext>
      </StepActsContext>
      {props.tools && <div className={styles.tools}>{props.tools}</div>}
      <Zoom picture={picture} />
    </div>
  );
}

/** A click chooses and opens; the focus, when it comes by key or by a screen reader, only chooses. */
function useStepActs(
  { onChoose, onGo, focus }: CanvasProps,
  pointing: React.RefObject<boolean>,
  returning: React.RefObject<boolean>,
): StepActs {
  const latest = useRef({ onChoose, onGo, focus });
  useEffect(() => {
    latest.current = { onChoose, onGo, focus };
  });
  return useMemo(
    () => ({
      onChoose: (id, more) => latest.current.onChoose(id, more),
      onFocus: (id) => {
        if (pointing.current || returning.current) return;
        if (id !== latest.current.focus) latest.current.onGo(id, false);
      },
    }),
    [pointing, returning],
  );
}

function useShown(props: CanvasProps, target: string | null): Shown {
  const { builder, focus, trail, counted, words } = props;
  const marked = builder?.marked;
  return useMemo(
    () => ({
      focus,
      marked: marked ?? [focus],
      trail,
      counted,
      target,
      words,
      editing: builder !== null,
    }),
    // A list of marks is new at each change of the builder; what it holds is what counts.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [focus, marked?.join('\n'), trail, counted, target, words, builder !== null],
  );
}

/** A step that is dragged lands in the nearest way, or springs back. */
function useDrag({ layout }: Picture, builder: Builder | null) {
  const [held, setHeld] = useState<{ id: string; x: number; y: number } | null>(null);
  const [over, setOver] = useState<Drawn | null>(null);
  const onNodeDrag: OnNodeDrag = (_event, node) => {
    const at = { x: node.position.x + (node.width ?? 0) / 2, y: node.position.y };
    const ways = layout.ways.filter(({ from, to }) => from !== node.id && to !== node.id);
    let best: Drawn | null = null;
    let nearest = SNAP;
    for (const way of ways) {
      const plus = plusOf(way);
      const far = Math.hypot(plus.x - at.x, plus.y - at.y);
      if (far < nearest) [nearest, best] = [far, way];
    }
    setOver(best);
  };
  return {
    target: over?.key ?? null,
    moved: <One extends { id: string; position: { x: number; y: number } }>(nodes: One[]): One[] =>
      held
        ? nodes.map((one) =>
            one.id === held.id ? { ...one, position: { x: held.x, y: held.y }, zIndex: 10 } : one,
          )
        : nodes,
    onNodesChange: (changes: NodeChange[]) => {
      for (const change of changes) {
        if (change.type === 'position' && change.dragging && change.position)
          setHeld({ id: change.id, ...change.position });
      }
    },
    onNodeDrag,
    onNodeDragStop: ((_event, node) => {
      const gap: Gap | null = over && { from: over.from, port: over.port };
      if (gap && builder) builder.moveTo(node.id, gap);
      setHeld(null);
      setOver(null);
    }) satisfies OnNodeDrag,
  };
}

const EDGE = 48;

/** Keeps the step that has the focus in sight; the first time the beginning is shown. */
function useFollow(
  box: React.RefObject<HTMLDivElement | null>,
  { picture, focus }: CanvasProps,
): void {
  const flow = useReactFlow();
  const started = useRef(false);
  const place = picture.layout.steps.find(({ id }) => id === focus);
  const { x = 0, y = 0, width = 0, height = 0 } = place ?? {};
  useEffect(() => {
    const rect = box.current?.getBoundingClientRect();
    if (!rect || rect.width === 0) return;
    if (!started.current) {
      started.current = true;
      const zoom = Math.min(1, Math.max(0.55, (rect.width - 2 * EDGE) / picture.layout.width));
      const left = Math.min(0, ...picture.layout.steps.map((step) => step.x));
      const whole = picture.layout.width * zoom <= rect.width;
      const shift = whole
        ? rect.width / 2 - (left + picture.layout.width / 2) * zoom
        : rect.width / 2;
      void flow.setViewport({ x: shift, y: 64, zoom });
      return;
    }
    const now = flow.getViewport();
    const [left, top] = [x * now.zoom + now.x, y * now.zoom + now.y];
    const inside =
      left >= 0 &&
      left + width * now.zoom <= rect.width &&
      top >= 0 &&
      top + height * now.zoom <= rect.height;
    if (!inside) {
      const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
      void flow.setCenter(x + width / 2, y + height / 2, {
        zoom: now.zoom,
        duration: calm ? 0 : 200,
      });
    }
    // A step that stands elsewhere now, or another one: both must be in sight.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [focus, x, y, width, height, flow, box, picture.layout]);
}

/** How often and how long (ms) it is looked whether the step that was added has the focus. */
const LOOKS = 15;
const LOOK_MS = 40;

/**
 * Gives a step the focus when it is chosen with a key. A dialog gives the focus back to where it was, some time after it has
 * closed; the step that came of it takes it after that. Answers whether that is going on.
 */
function useFocusAfter(
  box: React.RefObject<HTMLDivElement | null>,
  focus: string,
  adding: Gap | null,
): React.RefObject<boolean> {
  const asked = useRef(false);
  const returning = useRef(false);
  useEffect(() => {
    if (adding) {
      asked.current = true;
      returning.current = true;
      return undefined;
    }
    const take = (): void => {
      const steps = [...(box.current?.querySelectorAll<HTMLElement>('[data-step]') ?? [])];
      steps.find((one) => one.dataset['step'] === focus)?.focus({ preventScroll: true });
    };
    const active = document.activeElement;
    if (!asked.current) {
      if (box.current?.contains(active)) take();
      return undefined;
    }
    asked.current = false;
    let looks = 0;
    const timer = window.setInterval(() => {
      looks += 1;
      const now = document.activeElement;
      const free = now === document.body || box.current?.contains(now);
      if (free) take();
      if (looks < LOOKS) return;
      window.clearInterval(timer);
      returning.current = false;
    }, LOOK_MS);
    return () => {
      window.clearInterval(timer);
      returning.current = false;
    };
  }, [focus, adding, box]);
  return returning;
}

function Overview() {
  return (
    <MiniMap
      pannable
      ariaLabel={null}
      position="bottom-left"
      className={styles.map ?? ''}
      nodeClassName={(node) =>
        node.type === 'end' ? (styles.mapEnd ?? '') : (styles.mapStep ?? '')
      }
      nodeBorderRadius={14}
    />
  );
}

function Zoom({ picture }: { picture: Picture }) {
  const text = useTexts(editorTexts);
  const flow = useReactFlow();
  const button = (
    name: 'zoomIn' | 'zoomOut' | 'fit',
    icon: 'plus' | 'minus' | 'fit',
    act: () => void,
  ) => (
    <Tooltip label={text(name)}>
      <ActionIcon variant="default" aria-label={text(name)} onClick={act}>
        <Icon name={icon} size={15} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <div className={styles.zoom} data-steps={picture.layout.steps.length}>
      {button('zoomIn', 'plus', () => void flow.zoomIn())}
      {button('zoomOut', 'minus', () => void flow.zoomOut())}
      {button('fit', 'fit', () => void flow.fitView({ padding: FIT_PADDING, maxZoom: 1 }))}
    </div>
  );
}
