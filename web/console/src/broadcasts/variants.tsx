import { errorText } from '@augenblick/api';
import type { BroadcastOne, BroadcastResults } from '@augenblick/contract/api/broadcast.ts';
import {
  Card,
  Chip,
  Icon,
  Quiet,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import table from '../campaigns/campaigns.module.css';
import { useMay } from '../session/session.tsx';
import styles from './broadcasts.module.css';
import { useChooseWinner } from './queries.ts';
import { resultTexts } from './texts-results.ts';

interface Props {
  one: BroadcastOne;
  results: BroadcastResults;
}

/** The wordings beside each other, what the figures say of them, and choosing where a choice is left. */
export function VariantsCard({ one, results }: Props) {
  const text = useTexts(resultTexts);
  const [language] = useLanguage();
  const { verdict } = results;
  return (
    <Card title={text('variants')}>
      {verdict && <p className={styles.verdict}>{verdict.words[language]}</p>}
      <VariantTable one={one} results={results} />
      <Choose one={one} />
    </Card>
  );
}

function VariantTable({ one, results }: Props) {
  const text = useTexts(resultTexts);
  const formats = useFormats();
  const { winner } = one.broadcast;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard must be able to scroll it
    <div className={table.table} tabIndex={0} role="region" aria-label={text('variants')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text('wording')}</th>
            {(['sent', 'opened', 'clicked', 'bought'] as const).map((key) => (
              <th key={key} scope="col" className={table.end}>
                {text(key)}
              </th>
            ))}
            <th scope="col">{text('measureShare')}</th>
          </tr>
        </thead>
        <tbody>
          {results.variants.map((variant) => (
            <tr key={variant.variantId}>
              <td>
                {variant.name}{' '}
                {winner?.variantId === variant.variantId && (
                  <Chip tone="good" hint={text(`winnerBy.${winner.by}`)}>
                    {text('winner')}
                  </Chip>
                )}
              </td>
              <td className={table.end}>{formats.number(variant.sent)}</td>
              <td className={table.end}>{formats.number(variant.opened)}</td>
              <td className={table.end}>{formats.number(variant.clicked)}</td>
              <td className={table.end}>{formats.number(variant.bought)}</td>
              <td>
                {variant.share ? (
                  <>
                    {formats.percent(variant.share.value, 1)}{' '}
                    <Quiet>
                      {text('between', {
                        low: formats.percent(variant.share.low, 1),
                        high: formats.percent(variant.share.high, 1),
                      })}
                    </Quiet>
                  </>
                ) : (
                  <Quiet>–</Quiet>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** While the rest still waits a person may choose what it gets. */
function Choose({ one: { broadcast } }: { one: BroadcastOne }) {
  const text = useTexts(resultTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const may = useMay('message.write');
  const { id, status, test, winner, variants, paused } = broadcast;
  const choose = useChooseWinner(id);
  const open =
    test !== null &&
    test.shareBp < 10_000 &&
    winner === null &&
    (status === 'sending' || (status === 'paused' && paused === 'no_winner'));
  if (!may || !open) return null;
  return (
    <div className={styles.choose}>
      {variants.map(({ id: variantId, name }) => (
        <Button
          key={variantId}
          variant="default"
          size="xs"
          leftSection={<Icon name="check" size={14} />}
          loading={choose.isPending && choose.variables === variantId}
          onClick={() =>
            choose.mutate(variantId, {
              onSuccess: () => toast({ text: text('chosen', { name }), tone: 'good' }),
              onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
            })
          }
        >
          {text('choose', { name })}
        </Button>
      ))}
    </div>
  );
}
