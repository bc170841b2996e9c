import type { PlacementList } from '@augenblick/contract/api/placement.ts';
import {
  Card,
  Chip,
  CodeBlock,
  Columns,
  EmptyState,
  HeadName,
  IconTile,
  Page,
  Quiet,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { heartTexts } from '../campaigns/texts-words.ts';
import { useMay } from '../session/session.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { FallbackCard } from './fallback-card.tsx';
import { htmlOf, httpOf, PLACE_ICONS } from './kinds.ts';
import { NowCard } from './now-card.tsx';
import { PlacementMenu } from './placement-menu.tsx';
import { usePlacements } from './queries.ts';
import styles from './placements.module.css';
import { placementTexts } from './texts.ts';

type Row = PlacementList['placements'][number];

/** One place: what would stand there now, how it gets into the page, what stands there otherwise. */
export default function PlacementPage() {
  const { placementKey = '' } = useParams();
  const text = useTexts(placementTexts);
  const query = usePlacements();
  const row = query.data?.placements.find(({ placement }) => placement.key === placementKey);
  const gone = query.data !== undefined && row === undefined;
  return (
    <Page
      title={row?.placement.name ?? text('title')}
      headline={gone ? text('gone') : row ? <Head row={row} /> : query.error && text('title')}
      note={row?.placement.where}
      back={<BackLink to="/placements">{text('title')}</BackLink>}
      actions={row && <PlacementMenu placement={row.placement} />}
    >
      {gone ? (
        <EmptyState
          icon="placements"
          title={text('goneTitle')}
          text={text('goneText')}
          action={
            <Button component={Link} to="/placements">
              {text('toList')}
            </Button>
          }
        />
      ) : (
        <Loaded query={{ ...query, data: row }} lines={8}>
          {(loaded) => <Body row={loaded} />}
        </Loaded>
      )}
    </Page>
  );
}

function Head({ row }: { row: Row }) {
  const text = useTexts(placementTexts);
  const heart = useTexts(heartTexts);
  const { name, kind, status } = row.placement;
  return (
    <HeadName
      mark={<IconTile icon={PLACE_ICONS[kind]} size="head" />}
      name={name}
      chips={
        <>
          <Chip>{heart(`place.${kind}`)}</Chip>
          {status === 'live' ? (
            <Chip tone="good" icon="check">
              {text('live')}
            </Chip>
          ) : (
            <Chip tone="caution" icon="pause">
              {text('paused')}
            </Chip>
          )}
        </>
      }
    />
  );
}

function Body({ row }: { row: Row }) {
  const mayRead = useMay('shopper.read');
  return (
    <Columns
      side={
        <>
          <SnippetCard row={row} />
          <Candidates row={row} />
        </>
      }
    >
      {mayRead && <NowCard placement={row.placement} />}
      <FallbackCard key={row.placement.updatedAt} placement={row.placement} />
    </Columns>
  );
}

function SnippetCard({ row }: { row: Row }) {
  const text = useTexts(placementTexts);
  const { key, kind, minHeight } = row.placement;
  const web = kind === 'web';
  return (
    <Card title={text('snippet')} note={text(web ? 'snippetNote' : 'snippetApp')}>
      <CodeBlock
        title={text(web ? 'snippetTitle' : 'snippetAppTitle')}
        code={web ? htmlOf(key, minHeight) : httpOf(key, window.location.origin)}
      />
      {web && (
        <p className={styles.below}>
          <Quiet>{text('noTag')}</Quiet> <Link to="/sources">{text('toSources')}</Link>
        </p>
      )}
    </Card>
  );
}

function Candidates({ row }: { row: Row }) {
  const text = useTexts(placementTexts);
  const may = useMay('campaign.write');
  const mayLog = useMay('decision.read');
  const { campaigns, placement } = row;
  return (
    <Card title={text('candidates')}>
      {campaigns.length === 0 && (
        <>
          <Quiet>{text('noCandidates')}</Quiet>
          {may && (
            <p className={styles.below}>
              <Link to="/campaigns?tab=playbook">{text('toCampaigns')}</Link>
            </p>
          )}
        </>
      )}
      <ul className={styles.candidates}>
        {campaigns.map(({ id, name, priority }) => (
          <li key={id}>
            <Link to={`/campaigns/${id}`}>{name}</Link>
            {priority > 0 && <Quiet>{text('priority', { n: priority })}</Quiet>}
          </li>
        ))}
      </ul>
      {mayLog && (
        <p className={styles.below}>
          <Link to={`/decisions?placement=${placement.key}`}>{text('log')}</Link>
        </p>
      )}
    </Card>
  );
}
