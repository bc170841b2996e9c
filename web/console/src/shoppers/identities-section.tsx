import { identityText, isSignup, shortId } from '@augenblick/contract';
import type {
  IdentityChangeView,
  IdentityFactView,
  ShopperDetail,
} from '@augenblick/contract/api/shopper.ts';
import { Card, Chip, Icon, RelativeTime, Timeline, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { identityIcon } from '../event/words.tsx';
import { identityKind, shownIdentity } from './names.ts';
import { useIdentityLog } from './queries.ts';
import { sentence } from './sentence.ts';
import styles from './shopper.module.css';
import { pageTexts } from './texts-page.ts';
import { timelineTexts } from './texts-timeline.ts';
import { wordTexts } from './texts-words.ts';
import { UnmergeDialog } from './unmerge-dialog.tsx';

/** What a shopper is recognised by, how it came together, and the way to change it by hand. */
export function IdentitiesSection(props: {
  shopper: ShopperDetail;
  name: string;
  onFollow: (eventId: string) => void;
}) {
  const { shopper, name } = props;
  const text = useTexts(pageTexts);
  const may = useMay('shopper.write');
  const query = useIdentityLog(shopper.id);
  const [merging, setMerging] = useState(false);
  const [parting, setParting] = useState<IdentityFactView | null>(null);
  return (
    <div className={styles.stack}>
      <Card
        title={text('identitiesTitle')}
        note={text('identitiesNote')}
        actions={
          may && (
            <Button
              variant="default"
              leftSection={<Icon name="merge" size={14} />}
              onClick={() => setMerging(true)}
            >
              {text('merge')}
            </Button>
          )
        }
      >
        <Loaded query={query}>
          {({ identities }) => (
            <ul className={styles.identities}>
              {identities.map((identity) => (
                <IdentityRow
                  key={`${identity.kind}:${identity.value}`}
                  identity={identity}
                  onPart={may && identities.length > 1 ? () => setParting(identity) : undefined}
                />
              ))}
            </ul>
          )}
        </Loaded>
      </Card>
      <Card title={text('mergeLog')} note={text('mergeLogNote')}>
        <Loaded query={query}>
          {({ changes }) =>
            changes.length === 0 ? (
              <p className={styles.quiet}>{text('mergeLogEmpty')}</p>
            ) : (
              <Log changes={changes} profileId={shopper.id} onFollow={props.onFollow} />
            )
          }
        </Loaded>
      </Card>
      <MergeDialog
        opened={merging}
        onClose={() => setMerging(false)}
        shopper={shopper}
        name={name}
      />
      <UnmergeDialog identity={parting} onClose={() => setParting(null)} shopper={shopper} />
    </div>
  );
}

function IdentityRow(props: { identity: IdentityFactView; onPart: (() => void) | undefined }) {
  const { identity, onPart } = props;
  const text = useTexts(pageTexts);
  const word = useTexts(wordTexts);
  const shown = shownIdentity(word, identity);
  return (
    <li>
      <span className={styles.stepMark}>
        <Icon name={identityIcon(identity)} size={14} />
      </span>
      <div className={styles.identityWords}>
        <span
          className={styles.identityValue}
          title={shown === identity.value ? undefined : identity.value}
        >
          {shown}
          {identity.shared && (
            <Chip tone="caution" hint={text('sharedHint')}>
              {text('shared')}
            </Chip>
          )}
        </span>
        <span className={styles.quiet}>
          {identityKind(word, identity)} · {text('firstSeen')}{' '}
          <RelativeTime at={identity.firstSeenAt} quiet />
        </span>
      </div>
      {onPart && (
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="split" size={14} />}
          aria-label={text('partLabel', { value: shown })}
          onClick={onPart}
        >
          {text('part')}
        </Button>
      )}
    </li>
  );
}

function Log(props: {
  changes: IdentityChangeView[];
  profileId: string;
  onFollow: (eventId: string) => void;
}) {
  const { changes, profileId, onFollow } = props;
  const text = useTexts(pageTexts);
  const line = useTexts(timelineTexts);
  const word = useTexts(wordTexts);
  return (
    <Timeline
      label={text('mergeLog')}
      entries={changes.map((change) => {
        const { id, at, action, eventId, identity, by, note } = change;
        const other = change.toProfileId === profileId ? change.fromProfileId : change.toProfileId;
        return {
          id,
          at,
          icon: action === 'staff_unmerge' ? 'split' : action === 'first_seen' ? 'plus' : 'merge',
          title: sentence(change.phrase, line, word),
          note: [
            !isSignup(identity) && identityText(identity),
            by && text('byStaff', { name: by }),
            note && `„${note}“`,
          ]
            .filter(Boolean)
            .join(' · '),
          // Where an identifier was first seen it came from no other shopper, only from a place held for it.
          ...(other === null || other === profileId || action === 'first_seen'
            ? {}
            : {
                children: (
                  <Link className={styles.otherLink} to={`/shoppers/${other}`}>
                    {text('otherProfile', { id: shortId(other) })}
                  </Link>
                ),
              }),
          ...(eventId === null ? {} : { onOpen: () => onFollow(eventId) }),
        };
      })}
    />
  );
}
