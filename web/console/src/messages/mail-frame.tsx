import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { isOwnAddress } from '../templates/own-address.ts';
import styles from './mail-frame.module.css';

/**
 * A mail in a frame of its own, where no script runs, no form is sent and no link leads away. What changes is put in place
 * without loading anew, so that nothing flickers and the reader stays where they were.
 */
export function MailFrame(props: {
  html: string;
  title: string;
  /** Width the mail is laid out for, px; a narrower place shows it smaller. */
  width: number;
  /** Height of the place, px. */
  height: number;
  /** How the mail program is set. */
  dark?: boolean;
  /** Called with the place of the block that was pressed, 0 = first. */
  onPick?: (block: number) => void;
  /** Place of the block that is being written: brought into view. */
  picked?: number | null;
}) {
  const { html, title, width, height, dark = false, onPick, picked = null } = props;
  const { ref, width: place } = useElementSize();
  const frame = useRef<HTMLIFrameElement>(null);
  const pick = useRef(onPick);
  // The frame begins with an empty page of its own; only that page, once loaded, is written to.
  const [loads, setLoads] = useState(0);
  useEffect(() => {
    pick.current = onPick;
  });
  useEffect(() => {
    const inside = frame.current?.contentDocument;
    if (!inside || loads === 0) return undefined;
    const fresh = readMail(html);
    const { x, y } = { x: inside.defaultView?.scrollX ?? 0, y: inside.defaultView?.scrollY ?? 0 };
    inside.documentElement.replaceWith(inside.importNode(fresh.documentElement, true));
    inside.defaultView?.scrollTo(x, y);
    const onClick = (event: Event): void => {
      event.preventDefault();
      const block = blockAt(event.target);
      if (block !== null) pick.current?.(block);
    };
    inside.addEventListener('click', onClick);
    return () => inside.removeEventListener('click', onClick);
  }, [html, loads]);
  useEffect(() => {
    if (picked === null) return;
    const block = frame.current?.contentDocument?.querySelector(`.k${picked}`);
    block?.scrollIntoView({ block: 'nearest' });
    // A fresh drawing has new elements, which are looked for again.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [picked, html, loads]);
  // Unknown for the first moment; then at most as large as the mail itself.
  const scale = place === 0 ? 1 : Math.min(1, place / width);
  const laid = Math.max(width, place);
  return (
    <div ref={ref} className={styles.place} style={{ height }}>
      <iframe
        ref={frame}
        title={title}
        srcDoc="<!doctype html>"
        onLoad={() => setLoads((before) => before + 1)}
        className={styles.frame}
        // Same origin without scripts: this page may look in, the mail can do nothing.
        sandbox="allow-same-origin"
        style={{
          width: laid,
          height: height / scale,
          transform: scale === 1 ? undefined : `scale(${scale})`,
          colorScheme: dark ? 'dark' : 'light',
        }}
      />
    </div>
  );
}

/** The number in the class `k<number>` of the nearest block around what was pressed. */
function blockAt(target: EventTarget | null): number | null {
  // An element of another document is no instance of this document's Element.
  let element = target as Element | null;
  for (; element; element = element.parentElement) {
    const name = [...element.classList].find((one) => /^k\d+$/.test(one));
    if (name) return Number(name.slice(1));
  }
  return null;
}

/** A quiet tile where a picture of another server stands. */
const ELSEWHERE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"><rect width="120" height="80" fill="#e9e3da"/><path d="M42 54l12-14 9 10 6-6 9 10zM72 32a4 4 0 1 0 .1 0" fill="#b3a896"/></svg>',
)}`;

/** Reads a mail; pictures of other servers give way to a tile, so that looking at a mail tells nobody anything. */
function readMail(html: string): Document {
  const mail = new DOMParser().parseFromString(html, 'text/html');
  for (const picture of mail.querySelectorAll('img')) {
    const url = picture.getAttribute('src') ?? '';
    if (!url.startsWith('data:') && !isOwnAddress(url)) picture.setAttribute('src', ELSEWHERE);
  }
  return mail;
}
