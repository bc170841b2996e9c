import { EVENT_NAMES } from '@augenblick/contract';
import { TIMELINE_PHRASES } from '@augenblick/contract/api/shopper.ts';
import { describe, expect, it } from 'vitest';
import { amountOf, type PhrasedEvent, phraseOf } from './phrase.ts';

const event = (name: string, properties: PhrasedEvent['properties'] = {}): PhrasedEvent => ({
  name,
  properties,
  traits: null,
  context: {},
});

describe('the sentence of an event', () => {
  it('names the product, from the event or from the first of its list', () => {
    const alone = phraseOf(event('Product Viewed', { name: 'Lampe', product_id: 'p' }));
    const listed = phraseOf(event('Product Added', { products: [{ name: 'Lampe', quantity: 2 }] }));
    expect([alone.values.product, listed.values.product, listed.values.quantity]).toEqual([
      'Lampe',
      'Lampe',
      2,
    ]);
  });

  it('shows a path without host, query and fragment', () => {
    const phrase = phraseOf(event('Page Viewed', { url: 'https://a.example/b?mail=x@y.de#z' }));
    expect(phrase.values.path).toBe('/b');
  });

  it('keeps an unknown name under its own name', () => {
    expect(phraseOf(event('Fitting Room Booked'))).toEqual({
      key: 'event.other',
      values: { name: 'Fitting Room Booked' },
    });
  });

  it('tells what became of mails and messages in a sentence, not by the name of an event', () => {
    expect(phraseOf(event('Email Sent'))).toEqual({
      key: 'event.mail',
      values: { name: 'Email Sent', subject: null },
    });
    expect(phraseOf(event('Message Replied')).key).toBe('event.message');
    // Leaving is told as what it is, whatever it came through.
    expect(phraseOf(event('Unsubscribed')).key).toBe('event.consent');
  });

  it('has a sentence for every name of the vocabulary, also with nothing in it', () => {
    for (const name of EVENT_NAMES) expect(TIMELINE_PHRASES).toContain(phraseOf(event(name)).key);
  });

  it('takes the total of an order before a price, in the currency it names', () => {
    expect(amountOf(event('Order Completed', { total: '10.50', currency: 'chf' }), 'EUR')).toEqual({
      amountMinor: 1050,
      currency: 'CHF',
    });
    expect(amountOf(event('Product Added', { products: [{ price: 3 }] }), 'EUR')?.amountMinor).toBe(
      300,
    );
    expect(amountOf(event('Page Viewed'), 'EUR')).toBeNull();
  });
});
