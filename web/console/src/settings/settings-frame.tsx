import type { IconName } from '@augenblick/ui';
import { Icon, Page, useTexts } from '@augenblick/ui/react';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useMay } from '../session/session.tsx';
import styles from './settings.module.css';
import { learningTexts } from './learning-texts.ts';
import { retentionTexts } from './retention-texts.ts';
import { settingsTexts } from './texts.ts';

/** A page of the settings: the same head and the list of all settings beside the content. */
export function SettingsFrame(props: {
  title: string;
  headline: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const text = useTexts(settingsTexts);
  const mayStaff = useMay('staff.read');
  const mayKeys = useMay('key.write');
  const mayAudit = useMay('audit.read');
  const mayMoments = useMay('moment.read');
  const mayConsent = useMay('consent.read');
  const learning = useTexts(learningTexts);
  const retention = useTexts(retentionTexts);
  return (
    <Page
      title={`${text('settings')} › ${props.title}`}
      headline={props.headline}
      note={props.note}
      actions={props.actions}
    >
      <div className={styles.frame}>
        <nav className={styles.nav} aria-label={text('settings')}>
          <Item to="/settings" icon="user" label={text('account')} />
          {mayStaff && <Item to="/settings/staff" icon="shoppers" label={text('team')} />}
          {mayKeys && <Item to="/settings/keys" icon="key" label={text('keys')} />}
          <Item to="/settings/retailer" icon="store" label={text('retailer')} />
          {mayMoments && <Item to="/settings/moments" icon="live" label={learning('title')} />}
          {mayConsent && <Item to="/settings/retention" icon="clock" label={retention('title')} />}
          {mayAudit && <Item to="/settings/audit" icon="history" label={text('audit')} />}
        </nav>
        <div className={styles.content}>{props.children}</div>
      </div>
    </Page>
  );
}

function Item({ to, icon, label }: { to: string; icon: IconName; label: string }) {
  return (
    <NavLink to={to} end className={styles.item}>
      <Icon name={icon} size={16} />
      {label}
    </NavLink>
  );
}
