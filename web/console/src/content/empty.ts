import type { Content } from '@augenblick/contract';

/** A content without a word. */
export const EMPTY_CONTENT: Content = {
  look: 'card',
  headline: '',
  text: '',
  picture: null,
  button: null,
  links: [],
  code: false,
  products: 'none',
};
