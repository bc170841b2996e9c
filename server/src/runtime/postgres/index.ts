export {
  type EmbeddedOptions,
  type EmbeddedPostgres,
  runningUrl,
  socketUrl,
  startEmbedded,
} from './embedded.ts';
export { PostgresProblem } from './problem.ts';
