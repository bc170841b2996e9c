import type { Brand } from '@augenblick/contract';
import { expect, it } from 'vitest';
import { lookOf } from './look.ts';

const brand = {
  name: ' ',
  colours: { accent: '#0f5563' },
  address: 'du',
  logo: { url: 'https://elsewhere.example/logo.png', alt: '' },
  pages: { privacy: '/datenschutz', imprint: 'javascript:alert(1)', terms: '' },
  shopUrl: '/laden',
} as unknown as Brand;
const places = {
  shop: 'https://hof.example/laden',
  page: (address: string) =>
    address.startsWith('/') ? `https://hof.example/laden${address}` : address,
};

it('names the shop’s own pages where the brand kit only says where on the shop they are', () => {
  const look = lookOf(brand, { name: 'Hofladen', colour: '#aa3311' }, places);
  expect(look).toEqual({
    name: 'Hofladen',
    accent: '#0f5563',
    address: 'du',
    logo: null,
    privacy: 'https://hof.example/laden/datenschutz',
    imprint: '',
    shop: 'https://hof.example/laden',
  });
});

it('says nothing of pages where there is no brand kit', () => {
  const look = lookOf(null, { name: 'Hofladen', colour: '#aa3311' }, { ...places, shop: '' });
  expect(look).toMatchObject({ name: 'Hofladen', privacy: '', imprint: '', shop: '' });
});
