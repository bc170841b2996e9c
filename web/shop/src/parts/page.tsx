/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { leavePage, tellPage } from '../tag.ts';

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
  /** False for what is no page of the shop: an address that leads nowhere is nothing a visitor looked at. */
  told?: boolean;
  children: ComponentChildren;
}

/**
 * A page with its heading; tells the tag once that it was opened, in the same turn in which its placements appear, unless it
 * is none (`told`).
 */
export function Page({ type, title, facts, id, hidden = false, told = true, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = `${title} · Morgenrot`;
    document.body.dataset['pageType'] = type;
    if (told) tellPage(type, title, facts);
    else leavePage();
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

/** The shop's own words for a place: shown until, and unless, Augenblick has something better. */
export interface Own {
  text: string;
  label?: string;
  href?: string;
}

interface SlotProps {
  name: string;
  height: number;
  /** Another page is another place. */
  page: string;
  own?: Own;
}

/** A place that Augenblick may fill. What stands inside is never Preact's, so that the two do not meet. */
export function Slot({ name, height, page, own }: SlotProps) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = place.current;
    // Filled already: what was decided stays.
    if (!box || !own || box.querySelector('.agb')) return;
    const words = document.createElement('p');
    words.className = 'own';
    words.append(own.text);
    if (own.label && own.href) {
      const link = Object.assign(document.createElement('a'), { href: own.href });
      link.textContent = own.label;
      words.append(' ', link);
    }
    box.replaceChildren(words);
  }, [name, page, own?.text]);
  return (
    <div
      key={`${name} ${page}`}
      ref={place}
      class={`slot slot-${name}`}
      data-augenblick={name}
      data-min-height={height}
    />
  );
}
