import { Icon, useTexts } from '@augenblick/ui/react';
import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useRetailer, useRetailers, useSession } from '../session/session.tsx';
import styles from './menu.module.css';
import { shellTexts } from './texts.ts';

/** Shows which retailer is being looked at and switches to another one. */
export function RetailerMenu() {
  const text = useTexts(shellTexts);
  const retailer = useRetailer();
  const retailers = useRetailers();
  const { chooseRetailer } = useSession();
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <UnstyledButton className={styles.retailer}>
          <RetailerMark name={retailer.name} colour={retailer.colour} />
          <span className={styles.words}>
            <VisuallyHidden>{text('switchRetailer')}</VisuallyHidden>
            <b>{retailer.name}</b>
            {retailer.demo && <span>{text('demo')}</span>}
          </span>
          <Icon name="chevronsUpDown" size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text('retailer')}</Menu.Label>
        {retailers.map((other) => (
          <Menu.Item
            key={other.id}
            leftSection={<RetailerMark name={other.name} colour={other.colour} />}
            rightSection={other.id === retailer.id ? <Icon name="check" size={14} /> : null}
            onClick={() => chooseRetailer(other.id)}
          >
            {other.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** First letter on the retailer's own colour; white or black, whichever reads better. */
export function RetailerMark({ name, colour }: { name: string; colour: string }) {
  return (
    <span className={styles.mark} style={{ background: colour, color: textOn(colour) }} aria-hidden>
      {name.trim().charAt(0).toUpperCase()}
    </span>
  );
}

/** Black or white, whichever has more contrast with `#rrggbb` (WCAG relative luminance). */
export function textOn(colour: string): '#ffffff' | '#000000' {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000000' : '#ffffff';
}
