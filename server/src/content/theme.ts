import type { BlockGround, Brand } from '@augenblick/contract';
import { inkOn, mix, readableOn } from './contrast.ts';

/** Colours of one ground, each readable on it. */
export interface GroundColours {
  paper: string;
  ink: string;
  muted: string;
  link: string;
  line: string;
  /** A filled button and its words. */
  button: string;
  buttonInk: string;
}
/** What a mail is drawn with, worked out of the brand kit. */
export interface Theme {
  font: string;
  radius: number;
  outer: string;
  grounds: Readonly<Record<BlockGround, GroundColours>>;
  dark: { outer: string; grounds: Readonly<Record<BlockGround, GroundColours>> };
}

const FONTS: Readonly<Record<Brand['font'], string>> = {
  grotesque: 'Helvetica Neue, Helvetica, Arial, sans-serif',
  humanist: 'Segoe UI, Lucida Grande, Tahoma, Verdana, sans-serif',
  serif: 'Georgia, Times New Roman, serif',
  mono: 'Menlo, Consolas, Courier New, monospace',
};

const NIGHT = { outer: '#171513', paper: '#211e1b', ink: '#f2ede6' };

/** The looks of a brand, with contrast put right where its colours alone could not be read. */
export function themeOf({ colours, font, radius }: Brand): Theme {
  const { accent, ink, paper, ground } = colours;
  const tint = mix(paper, accent, 0.07);
  const day = (under: string): GroundColours => groundColours(under, ink, accent);
  const night = (under: string): GroundColours => groundColours(under, NIGHT.ink, accent);
  const filled = onAccent(accent);
  return {
    font: FONTS[font],
    radius,
    outer: ground,
    grounds: { paper: day(paper), tint: day(tint), accent: filled },
    dark: {
      outer: NIGHT.outer,
      grounds: {
        paper: night(NIGHT.paper),
        tint: night(mix(NIGHT.paper, accent, 0.18)),
        accent: filled,
      },
    },
  };
}

function groundColours(under: string, ink: string, accent: string): GroundColours {
  const words = readableOn(ink, under);
  // A button must stand out from its ground; 3:1 is what WCAG asks of its outline.
  const button = readableOn(accent, under);
  return {
    paper: under,
    ink: words,
    muted: readableOn(mix(words, under, 0.35), under),
    link: readableOn(accent, under),
    line: mix(under, words, 0.14),
    button,
    buttonInk: readableOn(inkOn(button), button),
  };
}

function onAccent(accent: string): GroundColours {
  const ink = readableOn(inkOn(accent), accent);
  return {
    paper: accent,
    ink,
    muted: ink,
    link: ink,
    line: mix(accent, ink, 0.3),
    button: ink,
    buttonInk: readableOn(accent, ink),
  };
}
