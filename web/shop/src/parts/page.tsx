/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { tellPage } from '../tag.ts';

/** Whether a page was shown before this one: then the heading takes the focus, as after loading a page. */
let turned = false;

interface PageProps {
  /** What the tag calls this kind of page. */
  type: string;
  title: string;
  /** Further facts for the page event. */
  facts?: Record<string, unknown>;
  /** Identifies the page: another value is another page. */
  id: string;
  hidden?: boolean;
  children: ComponentChildren;
}

/** A page with its heading; tells the tag once that it was opened, in the same turn in which its placements appear. */
export function Page({ type, title, facts, id, hidden = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = `${title} · Morgenrot`;
    document.body.dataset['pageType'] = type;
    tellPage(type, title, facts);
  }, [id]);
  useEffect(() => {
    if (turned) heading.current?.focus({ preventScroll: true });
    turned = true;
  }, [id]);
  return (
    <main id="content" class={`page page-${type}`}>
      <h1 ref={heading} tabIndex={-1} class={hidden ? 'unseen' : undefined}>
        {title}
      </h1>
      {children}
    </main>
  );
}

/** A place that Augenblick may fill. Nothing of ours is ever put inside by Preact, so that the two never meet. */
export function Slot({ name, height, page }: { name: string; height: number; page: string }) {
  return (
    <div
      key={`${name} ${page}`}
      class={`slot slot-${name}`}
      data-augenblick={name}
      data-min-height={height}
    />
  );
}
