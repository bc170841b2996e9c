import type { DryRunResult } from '@augenblick/contract/api/decision.ts';
import {
  BarPicture,
  Card,
  MomentMark,
  Notice,
  Quiet,
  RelativeTime,
  ShareList,
  Stat,
  StatRow,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import versions from '../published/versions.module.css';
import styles from './campaigns.module.css';
import { runTexts } from './texts-runs.ts';

/** What a dry run found: who, what, how often, at what cost, and why not more. */
export function DryRunResultView({ result }: { result: DryRunResult }) {
  const text = useTexts(runTexts);
  const formats = useFormats();
  const { played, shoppers, perDay } = result;
  return (
    <>
      <Figures result={result} />
      {played < shoppers && (
        <Notice>
          {text('scaled', { played: formats.number(played), shoppers: formats.number(shoppers) })}
        </Notice>
      )}
      {perDay.length > 1 && (
        <Card>
          <BarPicture
            title={text('perDay')}
            timeTitle={text('day')}
            unit="day"
            bars={perDay.map(({ day, shown }) => ({
              at: Date.parse(`${day}T12:00Z`),
              value: shown,
            }))}
          />
        </Card>
      )}
      <Lists result={result} />
      <Examples examples={result.examples} />
    </>
  );
}

function Lists({ result }: { result: DryRunResult }) {
  const text = useTexts(runTexts);
  const [language] = useLanguage();
  const { often, why, displaced, placements: places } = result;
  return (
    <div className={styles.pair}>
      <Card title={text('why')} note={text('whyNote')}>
        <ShareList
          label={text('why')}
          items={why.map(({ reason, words, count }) => ({
            key: reason,
            name: `… ${words[language]}`,
            value: count,
          }))}
        />
      </Card>
      <Card title={text('often')} note={text('oftenNote')}>
        <ShareList
          label={text('often')}
          items={often.map(({ times, shoppers: count }, at) => ({
            key: String(times),
            name: text(at === often.length - 1 && times > 1 ? 'timesMore' : 'times', {
              count: times,
            }),
            value: count,
          }))}
        />
      </Card>
      <Card title={text('places')}>
        <ShareList
          label={text('places')}
          items={places.map(({ key, name, shown }) => ({ key, name, value: shown }))}
        />
      </Card>
      <Card title={text('displaced')}>
        {displaced.length === 0 ? (
          <Quiet>{text('nobodyDisplaced')}</Quiet>
        ) : (
          <ShareList
            label={text('displaced')}
            items={displaced.map(({ campaignId, name, count }) => ({
              key: campaignId,
              name: <Link to={`/campaigns/${campaignId}`}>{name}</Link>,
              value: count,
            }))}
          />
        )}
      </Card>
    </div>
  );
}

function Figures({ result }: { result: DryRunResult }) {
  const text = useTexts(runTexts);
  const formats = useFormats();
  const { reached, shoppers, shown, questions, goals, cost } = result;
  const costs = cost?.amountMinor ? cost : null;
  return (
    <StatRow>
      <Stat
        label={text('reached')}
        value={formats.number(reached)}
        note={text('reachedNote', { shoppers: formats.number(shoppers) })}
      />
      <Stat
        label={text('shown')}
        value={formats.number(shown)}
        note={text('shownNote', { questions: formats.number(questions) })}
      />
      <Stat
        label={text('goals')}
        value={formats.number(goals.expected)}
        note={text('goalsNote', {
          low: formats.number(goals.low),
          high: formats.number(goals.high),
        })}
      />
      <Stat
        label={text('cost')}
        value={costs ? formats.money(costs) : text('noCost')}
        note={costs ? text('costNote') : undefined}
      />
    </StatRow>
  );
}

function Examples({ examples }: { examples: DryRunResult['examples'] }) {
  const text = useTexts(runTexts);
  const [language] = useLanguage();
  const mayOpen = useMay('shopper.read');
  return (
    <Card title={text('examples')}>
      {examples.length === 0 && <Quiet>{text('noExamples')}</Quiet>}
      <ul className={styles.examples}>
        {examples.map(({ shopperId, name, at, placement, kind, evidence }) => {
          const who = name ?? text('unknownShopper', { id: shopperId.slice(-6) });
          return (
            <li key={`${shopperId}${at}`}>
              {kind === 'none' ? <i /> : <MomentMark moment={kind} size={18} />}
              <span className={versions.words}>
                {mayOpen ? <Link to={`/shoppers/${shopperId}`}>{who}</Link> : <b>{who}</b>}
                <Quiet>
                  {[
                    text('exampleAt', { place: placement }),
                    ...evidence.map((e) => e[language]),
                  ].join(' · ')}
                </Quiet>
              </span>
              <RelativeTime at={at} quiet />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
