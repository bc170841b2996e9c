import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { installationRoot, SETTINGS, settingsPage } from '../../runtime/index.ts';
import type { Command } from '../command.ts';

const SECRET = /TOKEN|SECRET|PASSWORD/;

/** `augenblick settings`: the settings as they are now; with `--write` brings the documentation up to date. */
export const settings: Command = {
  name: 'settings',
  summary: {
    de: 'zeigt die Einstellungen und ihre Werte',
    en: 'shows the settings and their values',
  },
  usage:
    'augenblick settings [--write]\n--write: writes docs/operating/settings.md (for developers)',
  run: async (args, context) => {
    if (args.includes('--write')) {
      const file = path.join(installationRoot(), 'docs', 'operating', 'settings.md');
      writeFileSync(file, settingsPage());
      context.say(file);
      return 0;
    }
    const config = context.config();
    for (const [name, { env }] of Object.entries(SETTINGS)) {
      const value = config[name as keyof typeof config];
      const shown =
        value === undefined ? '–' : String(value).replace(/:\/\/([^:/@]+):[^@]*@/, '://$1:***@');
      context.say(`${env.padEnd(22)} ${SECRET.test(env) && value !== undefined ? '***' : shown}`);
    }
    return 0;
  },
};
