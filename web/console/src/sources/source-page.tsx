import { ApiError } from '@augenblick/api';
import type { SourceShown } from '@augenblick/contract/api/source.ts';
import {
  EmptyState,
  HeadName,
  IconTile,
  Page,
  Quiet,
  RelativeTime,
  Stat,
  StatRow,
  useFormats,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { SimulatedChip } from '../event/words.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { ConnectCard } from './connect-card.tsx';
import { HealthChip } from './health-chip.tsx';
import { KeysCard } from './keys-card.tsx';
import { isOwn, SOURCE_ICONS } from './kinds.ts';
import { useSource } from './queries.ts';
import { SourceMenu } from './source-menu.tsx';
import { SpeedCard } from './speed-card.tsx';
import { sourceTexts } from './texts.ts';

/** One source: whether it delivers, how to connect it, its keys. */
export default function SourcePage() {
  const id = Number(useParams()['sourceId']);
  const text = useTexts(sourceTexts);
  const query = useSource(id);
  const source = query.data;
  const gone = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  return (
    <Page
      title={source?.name ?? text('title')}
      headline={gone ? text('gone') : source && <Head source={source} />}
      note={source && text(`about.${source.kind}`)}
      back={<BackLink to="/sources">{text('title')}</BackLink>}
      actions={source && <SourceMenu source={source} />}
    >
      {gone ? (
        <EmptyState
          icon="sources"
          title={text('goneTitle')}
          text={text('goneText')}
          action={
            <Button component={Link} to="/sources">
              {text('toSources')}
            </Button>
          }
        />
      ) : (
        <Loaded query={query} lines={6}>
          {(loaded) => <Body source={loaded} />}
        </Loaded>
      )}
    </Page>
  );
}

function Head({ source }: { source: SourceShown }) {
  return (
    <HeadName
      mark={<IconTile icon={SOURCE_ICONS[source.kind]} size="head" />}
      name={source.name}
      chips={
        <>
          <HealthChip source={source} />
          {source.simulated && <SimulatedChip look="head" />}
        </>
      }
    />
  );
}

function Body({ source }: { source: SourceShown }) {
  const text = useTexts(sourceTexts);
  const formats = useFormats();
  const own = isOwn(source.kind);
  return (
    <>
      <StatRow>
        <Stat
          label={text('lastSeen')}
          value={source.lastSeenAt === null ? '–' : <RelativeTime at={source.lastSeenAt} />}
          note={source.lastSeenAt === null ? text('nothingYet') : undefined}
        />
        <Stat
          label={text('events24hStat')}
          value={source.events24h === null ? text('many') : formats.number(source.events24h)}
          note={text('last24h')}
        />
        <Stat
          label={text('connectedSince')}
          value={formats.date(source.createdAt)}
          note={text(source.trust === 'trusted' ? 'trusted' : 'public')}
        />
      </StatRow>
      {own ? (
        <p>
          <Quiet>{text('ownNote')}</Quiet>
        </p>
      ) : (
        <>
          <ConnectCard source={source} />
          {source.kind === 'web' && <SpeedCard />}
          <KeysCard source={source} />
        </>
      )}
      <p>
        <Link to={`/sources?tab=dead&source=${source.id}`}>{text('toDead')}</Link>
      </p>
    </>
  );
}
