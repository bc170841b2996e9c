import { PREFERENCE_TRAITS } from '@augenblick/contract';
import type { ShopperDetail } from '@augenblick/contract/api/shopper.ts';
import {
  Card,
  Chip,
  Icon,
  RelativeTime,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button, Popover, UnstyledButton } from '@mantine/core';
import { Fragment } from 'react';
import type { ReactNode } from 'react';
import styles from './facts.module.css';
import { useConsentSettings } from '../consent/queries.ts';
import { HoursPicture } from './hours.tsx';
import { identityIcon } from '../event/words.tsx';
import {
  channelName,
  consentName,
  identityKind,
  preferenceText,
  shownIdentity,
  traitName,
  traitText,
} from './names.ts';
import { useMay } from '../session/session.tsx';
import { pageTexts } from './texts-page.ts';
import { wordTexts } from './texts-words.ts';

/** Entries of one fact that are shown; the rest is in the timeline. */
const SHOWN_MAX = 5;

interface FactsProps {
  shopper: ShopperDetail;
  onFollow: (eventId: string) => void;
  onTab: (tab: string) => void;
}

/** What is known about a shopper, each with the way to where it comes from. */
export function FactsCard(props: FactsProps) {
  const { shopper } = props;
  return (
    <Card>
      <div className={styles.facts}>
        <Traits {...props} />
        <Identities {...props} />
        <Consents {...props} />
        <Likes shopper={shopper} />
        <Cart shopper={shopper} />
        <Things shopper={shopper} />
        <Habits shopper={shopper} />
      </div>
    </Card>
  );
}

function Fact(props: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.fact}>
      <header>
        <h2>{props.title}</h2>
        {props.action}
      </header>
      {props.children}
    </section>
  );
}

function TabLink({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <UnstyledButton className={styles.tabLink} onClick={onClick}>
      {label}
    </UnstyledButton>
  );
}

/** An address of mail breaks after its signs, not in the middle of a word. */
function Breakable({ text }: { text: string }) {
  const parts = text.split(/(?<=[@._-])/);
  return (
    <span>
      {parts.map((part, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- parts of one text, in its order.
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}

function Traits({ shopper, onFollow }: FactsProps) {
  const text = useTexts(pageTexts);
  const [language] = useLanguage();
  const word = useTexts(wordTexts);
  const { date: day } = useFormats();
  const chose = shopper.traits.some(({ key }) => key === PREFERENCE_TRAITS.topicsOff);
  const { data: settings } = useConsentSettings(useMay('consent.read') && chose);
  const topic = (key: string): string =>
    settings?.topics.find((one) => one.key === key)?.name[language] ?? key;
  return (
    <Fact title={text('traits')}>
      {shopper.traits.length === 0 && <p className={styles.quiet}>{text('noTraits')}</p>}
      <dl className={styles.pairs}>
        {shopper.traits.map((trait) => (
          <div key={trait.key}>
            <dt>{traitName(word, trait.key)}</dt>
            <dd>
              <Breakable
                text={
                  preferenceText(trait, { word, day, topic }) ??
                  traitText(trait.key, trait.value, language)
                }
              />
              <Why
                what={traitName(word, trait.key)}
                at={trait.at}
                onFollow={() => onFollow(trait.eventId)}
              />
            </dd>
          </div>
        ))}
        {shopper.claims.map(({ kind, value }) => (
          <div key={`claim:${kind}`}>
            <dt>{word(`kind.${kind}`)}</dt>
            <dd>
              <Breakable text={value} />
              <Chip hint={text('claimedHint')}>{text('claimed')}</Chip>
            </dd>
          </div>
        ))}
      </dl>
    </Fact>
  );
}

/** "Warum?": where a fact comes from, in place. */
function Why({ what, at, onFollow }: { what: string; at: number; onFollow: () => void }) {
  const text = useTexts(pageTexts);
  const formats = useFormats();
  return (
    <Popover width={260} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={styles.why} aria-label={text('whyOf', { what })}>
          {text('why')}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={styles.whyText}>{text('whyText', { when: formats.dateTime(at) })}</p>
        <Button size="xs" variant="default" onClick={onFollow}>
          {text('showEvent')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

function Identities({ shopper, onTab }: FactsProps) {
  const text = useTexts(pageTexts);
  const word = useTexts(wordTexts);
  if (shopper.identities.length === 0) return null;
  const rest = shopper.identities.length - SHOWN_MAX;
  const action = <TabLink label={text('allOf')} onClick={() => onTab('identities')} />;
  return (
    <Fact title={text('tabIdentities')} action={action}>
      <ul className={styles.rows}>
        {shopper.identities.slice(0, SHOWN_MAX).map((identity) => {
          const { kind, value } = identity;
          const called = identityKind(word, identity);
          return (
            <li key={`${kind}:${value}`} title={`${called}: ${value}`}>
              <span className={styles.rowIcon}>
                <Icon name={identityIcon(identity)} size={14} label={called} />
              </span>
              <span className={styles.cut}>{shownIdentity(word, identity)}</span>
            </li>
          );
        })}
      </ul>
      {rest > 0 && <p className={styles.quiet}>{text('andMore', { count: rest })}</p>}
    </Fact>
  );
}

function Consents({ shopper, onTab }: FactsProps) {
  const text = useTexts(pageTexts);
  const word = useTexts(wordTexts);
  const action = <TabLink label={text('proofs')} onClick={() => onTab('consents')} />;
  return (
    <Fact title={text('tabConsents')} action={action}>
      {shopper.consents.length === 0 && <p className={styles.quiet}>{text('noConsents')}</p>}
      <ul className={styles.rows}>
        {shopper.consents.map(({ purpose, channel, state }) => (
          <li key={`${purpose}:${channel}`}>
            <span className={styles.rowIcon} data-state={state}>
              <Icon
                name={state === 'granted' ? 'check' : state === 'withdrawn' ? 'close' : 'clock'}
                size={14}
                label={word(`state.${state}`)}
              />
            </span>
            <span>{consentName(word, purpose, channel)}</span>
            <span className={styles.rowEnd}>{word(`state.${state}`)}</span>
          </li>
        ))}
      </ul>
    </Fact>
  );
}

function Likes({ shopper }: { shopper: ShopperDetail }) {
  const text = useTexts(pageTexts);
  const [language] = useLanguage();
  const formats = useFormats();
  if (shopper.affinities.length === 0) return null;
  const kinds = (['category', 'brand', 'size'] as const)
    .map((kind) => ({ kind, all: shopper.affinities.filter((one) => one.kind === kind) }))
    .filter(({ all }) => all.length > 0);
  return (
    <Fact title={text('likes')}>
      {kinds.map(({ kind, all }) => (
        <div key={kind} className={styles.likes}>
          <h3>{text(`likes.${kind}`)}</h3>
          <ul>
            {all.map(({ value, share, words }) => (
              <li key={value} title={words[language]}>
                <span className={styles.likeName}>{value}</span>
                <span
                  className={styles.bar}
                  role="img"
                  aria-label={`${words[language]} (${formats.percent(share)})`}
                >
                  <i style={{ width: `${Math.max(4, Math.round(share * 100))}%` }} />
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <p className={styles.small}>{text('likesNote')}</p>
    </Fact>
  );
}

function Cart({ shopper }: { shopper: ShopperDetail }) {
  const text = useTexts(pageTexts);
  const formats = useFormats();
  const { lines, totals, at } = shopper.cart;
  if (lines.length === 0) return null;
  return (
    <Fact
      title={text('cart')}
      action={<b>{totals.map((total) => formats.money(total)).join(' + ')}</b>}
    >
      <ul className={styles.rows}>
        {lines.slice(0, SHOWN_MAX).map((line) => (
          <li key={line.productId}>
            <span className={styles.quiet}>{formats.number(line.quantity)} ×</span>
            <span className={styles.cut}>{line.name}</span>
          </li>
        ))}
      </ul>
      {lines.length > SHOWN_MAX && (
        <p className={styles.quiet}>{text('andMore', { count: lines.length - SHOWN_MAX })}</p>
      )}
      {at !== null && (
        <p className={styles.small}>
          {text('changed')} <RelativeTime at={at} quiet />
        </p>
      )}
    </Fact>
  );
}

function Things({ shopper }: { shopper: ShopperDetail }) {
  const text = useTexts(pageTexts);
  const { wishlist, viewed, searches } = shopper;
  return (
    <>
      {wishlist.length > 0 && (
        <Fact title={text('wishlist')}>
          <ul className={styles.rows}>
            {wishlist.slice(0, SHOWN_MAX).map(({ productId, name, at }) => (
              <Thing key={productId} name={name} at={at} />
            ))}
          </ul>
        </Fact>
      )}
      {viewed.length > 0 && (
        <Fact title={text('viewed')}>
          <ul className={styles.rows}>
            {viewed.slice(0, SHOWN_MAX).map(({ productId, name, count, at }) => (
              <Thing key={productId} name={count > 1 ? `${name} (${count} ×)` : name} at={at} />
            ))}
          </ul>
        </Fact>
      )}
      {searches.length > 0 && (
        <Fact title={text('searches')}>
          <ul className={styles.rows}>
            {searches.slice(0, SHOWN_MAX).map(({ query, at }) => (
              <Thing key={`${query}${at}`} name={`„${query}“`} at={at} />
            ))}
          </ul>
        </Fact>
      )}
    </>
  );
}

function Thing({ name, at }: { name: string; at: number }) {
  return (
    <li>
      <span className={styles.cut} title={name}>
        {name}
      </span>
      <span className={styles.rowEnd}>
        <RelativeTime at={at} quiet />
      </span>
    </li>
  );
}

function Habits({ shopper }: { shopper: ShopperDetail }) {
  const text = useTexts(pageTexts);
  const word = useTexts(wordTexts);
  const formats = useFormats();
  return (
    <>
      {shopper.channels.length > 0 && (
        <Fact title={text('channels')}>
          <div className={styles.likes}>
            <ul>
              {shopper.channels.map(({ channel, share, count }) => (
                <li key={channel}>
                  <span className={styles.likeName}>{channelName(word, channel)}</span>
                  <span
                    className={styles.bar}
                    role="img"
                    aria-label={text('channelShare', { percent: formats.percent(share), count })}
                  >
                    <i style={{ width: `${Math.max(2, Math.round(share * 100))}%` }} />
                  </span>
                  <span className={styles.share}>{formats.percent(share)}</span>
                </li>
              ))}
            </ul>
          </div>
        </Fact>
      )}
      <Fact title={text('hours')}>
        <HoursPicture hours={shopper.hours} />
      </Fact>
    </>
  );
}
