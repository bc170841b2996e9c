import type { RenderedContent } from '@augenblick/contract';
import { Icon, useFormats, useTexts } from '@augenblick/ui/react';
import type { CSSProperties, ReactNode } from 'react';
import { textOn } from '../shell/retailer-menu.tsx';
import styles from './rendered.module.css';
import { contentTexts } from './texts.ts';

/** A content as the browser tag draws it in a shop, in the retailer's colour; its links and buttons do nothing here. */
export function Rendered({ content, colour }: { content: RenderedContent; colour: string }) {
  const text = useTexts(contentTexts);
  const formats = useFormats();
  const { look, headline, picture, button, links, code, products } = content;
  const silent =
    !headline && !content.text && !picture && !button && !code && products.length === 0;
  if (silent) return <p className={styles.silent}>{text('nothingWritten')}</p>;
  return (
    <div className={styles.content} data-look={look} style={shopColours(colour)}>
      {picture && <Picture {...picture} />}
      <div className={styles.body}>
        {headline && <p className={styles.headline}>{headline}</p>}
        {content.text && <p className={styles.text}>{content.text}</p>}
        {products.length > 0 && (
          <ul className={styles.products}>
            {products.map(({ id, name, image, priceMinor, currency }) => (
              <li key={id}>
                <Picture url={image ?? ''} alt="" small />
                <span>{name}</span>
                {priceMinor !== null && currency && (
                  <b>{formats.money({ amountMinor: priceMinor, currency })}</b>
                )}
              </li>
            ))}
          </ul>
        )}
        {code && <span className={styles.code}>{code.text}</span>}
        {(button || links.length > 0) && (
          <p className={styles.actions}>
            {button && <span className={styles.button}>{button.label}</span>}
            {links.map((link) => (
              <span key={`${link.label}${link.url}`} className={styles.link}>
                {link.label}
              </span>
            ))}
          </p>
        )}
      </div>
      <span className={styles.close} aria-hidden>
        <Icon name="close" size={14} />
      </span>
    </div>
  );
}

function shopColours(colour: string): CSSProperties {
  return { '--shop': colour, '--on-shop': textOn(colour) } as CSSProperties;
}

/** Pictures of this server are shown; those of the shop's own server are not loaded into the console, only named. */
function Picture({ url, alt, small = false }: { url: string; alt: string; small?: boolean }) {
  const own = isOwn(url);
  return (
    <span className={styles.picture} data-small={small}>
      {own ? (
        <img src={url} alt={alt} loading="lazy" />
      ) : (
        <>
          <Icon name="image" size={small ? 14 : 20} />
          {!small && <span>{alt || url}</span>}
        </>
      )}
    </span>
  );
}

function isOwn(url: string): boolean {
  if (url === '') return false;
  try {
    return new URL(url, window.location.href).origin === window.location.origin;
  } catch {
    return false;
  }
}

/** How the window of a preview is set. */
export interface Viewing {
  device: 'desktop' | 'phone';
  dark: boolean;
}

/** A window of a shop around a content: as wide as a desk or a phone, light or dark, the reserved height marked. */
export function ShopWindow(props: {
  viewing: Viewing;
  /** Reserved height in px; 0 = none. */
  minHeight?: number;
  children: ReactNode;
}) {
  const { viewing, minHeight = 0 } = props;
  return (
    <div
      className={styles.window}
      data-device={viewing.device}
      data-theme={viewing.dark ? 'dark' : 'light'}
    >
      <div className={styles.chrome} aria-hidden>
        <i />
        <i />
        <i />
      </div>
      <div className={styles.page}>
        <div className={styles.lines} aria-hidden>
          <i />
          <i />
        </div>
        <div className={styles.slot} style={{ minHeight }}>
          {props.children}
        </div>
        <div className={styles.lines} aria-hidden>
          <i />
          <i />
          <i />
        </div>
      </div>
    </div>
  );
}
