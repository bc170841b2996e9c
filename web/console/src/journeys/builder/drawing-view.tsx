import { TextSkeleton, useTexts } from '@augenblick/ui/react';
import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { editorTexts } from '../texts-editor.ts';
import type { CanvasProps } from './canvas.tsx';
import styles from './drawing-view.module.css';
import { StepList } from './step-list.tsx';
import type { Builder } from './use-builder.ts';

// The canvas weighs more than a page; a phone never loads it.
const Canvas = lazy(() => import('./canvas.tsx'));

/** A journey as drawing or list; a narrow screen always shows the list. */
export function Drawing(props: CanvasProps & { draft: Builder['draft'] }) {
  const { tools, ...rest } = props;
  const text = useTexts(editorTexts);
  const wide = useMediaQuery('(min-width: 720px)', true, { getInitialValueInEffect: false });
  const [chosen, setChosen] = useState<'map' | 'list'>('map');
  const view = wide ? chosen : 'list';
  const bar = (
    <>
      {wide && (
        <SegmentedControl
          size="xs"
          aria-label={text('view')}
          value={chosen}
          data={[
            { value: 'map', label: text('asMap') },
            { value: 'list', label: text('asList') },
          ]}
          onChange={(value) => setChosen(value === 'list' ? 'list' : 'map')}
        />
      )}
      {tools}
    </>
  );
  if (view === 'map')
    return (
      <div className={styles.map}>
        <Suspense fallback={<TextSkeleton lines={8} />}>
          <Canvas {...rest} tools={bar} />
        </Suspense>
      </div>
    );
  return (
    <div className={styles.list}>
      <div className={styles.bar}>{bar}</div>
      <StepList {...rest} />
    </div>
  );
}
