import type { Command } from './command.ts';
import { backup } from './commands/backup.ts';
import { bounce } from './commands/bounce.ts';
import { demo } from './commands/demo.ts';
import { erase } from './commands/erase.ts';
import { exportCommand } from './commands/export.ts';
import { follow } from './commands/follow.ts';
import { importFile } from './commands/import.ts';
import { learn } from './commands/learn.ts';
import { migrate } from './commands/migrate.ts';
import { password } from './commands/password.ts';
import { rebuild } from './commands/rebuild.ts';
import { restore } from './commands/restore.ts';
import { segment } from './commands/segment.ts';
import { settings } from './commands/settings.ts';
import { start } from './commands/start.ts';
import { status } from './commands/status.ts';

/** The commands in the order of the overview. A new one is a file and a line here. */
export const COMMANDS: readonly Command[] = [
  start,
  status,
  importFile,
  backup,
  restore,
  migrate,
  settings,
  password,
  demo,
  follow,
  rebuild,
  learn,
  segment,
  exportCommand,
  erase,
  bounce,
];
