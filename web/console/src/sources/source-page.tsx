import type { SourceShown } from '@augenblick/contract/api/source.ts';
import {
  HeadName,
  IconTile,
  Quiet,
  RelativeTime,
  Stat,
  StatRow,
  useFormats,
  useTexts,
} from '@augenblick/ui/react';
import { Link, useParams } from 'react-router';
import { SimulatedChip } from '../event/words.tsx';
import { OnePage } from '../shell/one-page.tsx';
import { ConnectCard } from './connect-card.tsx';
import { HealthChip } from './health-chip.tsx';
import { KeysCard } from './keys-card.tsx';
import { isOwn, SOURCE_ICONS } from './kinds.ts';
import { ProofCard } from './proof-card.tsx';
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
  return (
    <OnePage
      query={query}
      text={text}
      icon="sources"
      above={{ to: '/sources', label: text('title') }}
      name={source?.name}
      head={source && <Head source={source} />}
      note={source && text(`about.${source.kind}`)}
      actions={source && <SourceMenu source={source} />}
    >
      {(loaded) => <Body source={loaded} />}
    </OnePage>
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
          {signsIn(source) && <ProofCard source={source} />}
        </>
      )}
      <p>
        <Link to={`/sources?tab=dead&source=${source.id}`}>{text('toDead')}</Link>
      </p>
    </>
  );
}

/** Sources where customers sign in; what a shop system, a till or a store says is proven already. */
function signsIn({ kind, trust }: SourceShown): boolean {
  return trust === 'public' && (kind === 'web' || kind === 'app');
}
