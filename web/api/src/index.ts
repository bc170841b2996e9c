/** How the web surfaces talk to the server: typed calls, failures in the reader's language, live messages. */
export * from './call.ts';
export * from './live.ts';
