import type { MessageSummary } from '@augenblick/contract/api/delivery.ts';
import {
  Card,
  EmptyState,
  ShareList,
  Stat,
  StatRow,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { useMessageSummary } from '../messages/queries.ts';
import { Loaded } from '../shell/loaded.tsx';
import { LIMITS, ratesOf } from './rates.ts';
import { channelTexts } from './texts.ts';

/** Span of all figures, days. */
const DAYS = 30;

/** What became of mails, against the limits of mailbox providers; why messages stayed. */
export function RatesCard() {
  const query = useMessageSummary(DAYS);
  return (
    <Loaded query={query} lines={4}>
      {(summary) => (
        <>
          <MailRates summary={summary} />
          <Reasons summary={summary} />
        </>
      )}
    </Loaded>
  );
}

function MailRates({ summary }: { summary: MessageSummary }) {
  const text = useTexts(channelTexts);
  const formats = useFormats();
  const counts = summary.byChannel.find(({ channel }) => channel === 'mail');
  const rates = ratesOf(counts);
  if (!counts || rates.sent === 0) {
    return (
      <Card>
        <EmptyState icon="gauge" title={text('rates')} text={text('ratesNone', { days: DAYS })} />
      </Card>
    );
  }
  const percent = (share: number | null, digits: number) =>
    share === null ? '–' : formats.percent(share, digits);
  const returned = (rates.bounced ?? 0) > LIMITS.bounced;
  const disliked = (rates.complained ?? 0) > LIMITS.complained;
  const number = (count: number) => ({ count: formats.number(count) });
  return (
    <StatRow>
      <Stat
        label={text('sent')}
        value={formats.number(rates.sent)}
        note={text('ratesNote', { days: DAYS })}
      />
      <Stat
        label={text('delivered')}
        value={percent(rates.arrived, 1)}
        note={text('deliveredNote', number(counts.sent - counts.bounced))}
      />
      <Stat
        label={text('bounced')}
        value={percent(rates.bounced, 1)}
        tone={returned ? 'bad' : 'good'}
        note={text(returned ? 'bouncedBad' : 'bouncedGood', number(counts.bounced))}
      />
      <Stat
        label={text('complained')}
        value={percent(rates.complained, 2)}
        tone={disliked ? 'bad' : 'good'}
        note={text(disliked ? 'complainedBad' : 'complainedGood', number(counts.complained))}
      />
      <Stat
        label={text('unsubscribed')}
        value={percent(rates.unsubscribed, 1)}
        note={text('unsubscribedNote', number(counts.unsubscribed))}
      />
    </StatRow>
  );
}

/** Why messages were held back, the most frequent first. */
function Reasons({ summary }: { summary: MessageSummary }) {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  if (summary.reasons.length === 0) return null;
  return (
    <Card title={text('reasons')} note={text('reasonsNote', { days: DAYS })}>
      <ShareList
        label={text('reasons')}
        items={summary.reasons.map(({ reason, words, messages }) => ({
          key: reason,
          name: text('because', { why: words[language] }),
          value: messages,
        }))}
      />
    </Card>
  );
}
