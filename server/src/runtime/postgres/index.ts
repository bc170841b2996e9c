export {
  type EmbeddedOptions,
  type EmbeddedPostgres,
  runningUrl,
  startEmbedded,
} from './embedded.ts';
export { PostgresProblem } from './problem.ts';
