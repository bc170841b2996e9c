/** The made-up message of a test-send. Pure. */
import type { ChannelName, RenderedMessage } from '@augenblick/contract';

const TEXTS = {
  de: {
    title: 'Testnachricht von Augenblick',
    text: 'Wenn Sie das lesen, funktioniert der Versand. Diese Nachricht ging nur an Sie.',
  },
  en: {
    title: 'Test message from Augenblick',
    text: 'If you can read this, sending works. This message went to you only.',
  },
} as const;

/** What a test-send says. */
export function sampleContent(name: ChannelName, locale: 'de' | 'en'): RenderedMessage {
  const { title, text } = TEXTS[locale];
  if (name !== 'mail') return { title, text, url: null, picture: null };
  const html = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title}</title></head><body style="font-family:sans-serif;line-height:1.5;color:#1d2b30;padding:24px"><h1 style="font-size:20px">${title}</h1><p>${text}</p></body></html>`;
  return { subject: title, preheader: text, html, text: `${title}\n\n${text}\n` };
}
