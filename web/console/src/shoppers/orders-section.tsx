import type { OrderView } from '@augenblick/contract/api/shopper.ts';
import { Card, Chip, EmptyState, Icon, useFormats, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Loaded } from '../shell/loaded.tsx';
import { channelName, storeName } from './names.ts';
import { useOrders } from './queries.ts';
import styles from './shopper.module.css';
import { pageTexts } from './texts-page.ts';
import { wordTexts } from './texts-words.ts';

/** Orders and receipts with their lines, newest first; the newest one stands open. */
export function OrdersSection(props: { profileId: string; onFollow: (eventId: string) => void }) {
  const text = useTexts(pageTexts);
  const query = useOrders(props.profileId);
  return (
    <Loaded query={query} lines={6}>
      {({ pages }) => {
        const orders = pages.flatMap((page) => page.orders);
        if (orders.length === 0) {
          return (
            <Card>
              <EmptyState icon="box" title={text('noOrders')} text={text('noOrdersText')} />
            </Card>
          );
        }
        return (
          <div className={styles.stack}>
            {orders.map((order, at) => (
              <Order
                key={order.orderId}
                order={order}
                open={at === 0}
                onFollow={() => props.onFollow(order.eventId)}
              />
            ))}
            {query.hasNextPage && (
              <div className={styles.more}>
                <Button
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {text('earlier')}
                </Button>
              </div>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

function Order(props: { order: OrderView; open: boolean; onFollow: () => void }) {
  const { order, open, onFollow } = props;
  const text = useTexts(pageTexts);
  const word = useTexts(wordTexts);
  const formats = useFormats();
  const { currency } = order;
  const money = (amountMinor: number): string => formats.money({ amountMinor, currency });
  const where = [
    channelName(word, order.channel),
    order.storeId && text('store', { store: storeName(order.storeId) }),
    text('items', { count: order.lines.reduce((sum, line) => sum + Math.abs(line.quantity), 0) }),
  ];
  return (
    <details className={styles.order} open={open}>
      <summary>
        <Icon name="chevronRight" size={16} className={styles.turn} />
        <span className={styles.orderWords}>
          <span className={styles.orderTitle}>
            {order.kind === 'return'
              ? text('returnNo', { id: order.orderId })
              : text('orderNo', { id: order.orderId })}
            {order.status !== 'completed' && (
              <Chip tone="caution">{word(`order.${order.status}`)}</Chip>
            )}
          </span>
          <span className={styles.quiet}>
            {formats.dateTime(order.at)} · {where.filter(Boolean).join(' · ')}
          </span>
        </span>
        <b className={styles.total}>{money(order.totalMinor)}</b>
      </summary>
      <div className={styles.lines}>
        <OrderLines order={order} money={money} />
        <Button
          size="xs"
          variant="subtle"
          leftSection={<Icon name="history" size={14} />}
          onClick={onFollow}
        >
          {text('whereFrom')}
        </Button>
      </div>
    </details>
  );
}

/** What was bought, line by line, and what was added to or taken off the sum. */
function OrderLines(props: { order: OrderView; money: (minor: number) => string }) {
  const { order, money } = props;
  const text = useTexts(pageTexts);
  const formats = useFormats();
  return (
    <table>
      <caption className={styles.hidden}>{text('orderNo', { id: order.orderId })}</caption>
      <tbody>
        {order.lines.map((line) => (
          <tr key={line.lineNo}>
            <td className={styles.quantity}>{formats.number(line.quantity)} ×</td>
            <td>
              {line.name}
              <span className={styles.lineNote}>
                {[line.variant, line.brand, line.category].filter(Boolean).join(' · ')}
              </span>
            </td>
            <td className={styles.end}>{money(Math.round(line.quantity * line.unitPriceMinor))}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <Sum label={text('shipping')} amount={order.shippingMinor} money={money} />
        <Sum
          label={order.coupon ? text('discountWith', { coupon: order.coupon }) : text('discount')}
          amount={-order.discountMinor}
          money={money}
        />
        <Sum label={text('tax')} amount={order.taxMinor} money={money} />
        <Sum label={text('givenBack')} amount={-order.refundedMinor} money={money} />
      </tfoot>
    </table>
  );
}

function Sum(props: { label: string; amount: number; money: (minor: number) => string }) {
  if (props.amount === 0) return null;
  return (
    <tr>
      <td />
      <th scope="row">{props.label}</th>
      <td className={styles.end}>{props.money(props.amount)}</td>
    </tr>
  );
}
