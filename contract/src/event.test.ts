import { describe, expect, it } from 'vitest';
import { EVENT_NAMES, eventName } from './event.ts';

describe('eventName', () => {
  it('knows Segment v1 and GA4 by the name of v2, in any case', () => {
    expect(eventName('Viewed Product')).toBe('Product Viewed');
    expect(eventName('Completed Order')).toBe('Order Completed');
    expect(eventName('view_item')).toBe('Product Viewed');
    expect(eventName('purchase')).toBe('Order Completed');
    expect(eventName('ADD_TO_CART')).toBe('Product Added');
    expect(eventName('order completed')).toBe('Order Completed');
  });

  it('leaves every name of the vocabulary and every unknown one as it is', () => {
    for (const name of EVENT_NAMES) expect(eventName(name)).toBe(name);
    expect(eventName('Lamp Turned On')).toBe('Lamp Turned On');
    expect(eventName('constructor')).toBe('constructor');
  });
});
