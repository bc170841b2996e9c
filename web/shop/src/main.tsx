/** @jsxImportSource preact */
import '@augenblick/ui/tokens.css';
import './shop.css';
import './buying.css';
import './pages.css';
import './why.css';
import type { ShopFront } from '@augenblick/contract/api/shop.ts';
import { render } from 'preact';
import { get } from './api.ts';
import { App } from './app.tsx';
import { followLinks } from './route.ts';
import { front, keepState } from './state.ts';
import { startTag } from './tag.ts';

keepState();
followLinks();
const root = document.getElementById('shop');
if (root) render(<App />, root);
async function openShop(): Promise<void> {
  const shop = await get<ShopFront>('');
  if (shop) startTag(shop.writeKey);
  front.value = shop;
}
void openShop();
