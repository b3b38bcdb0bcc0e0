/** What a wrapper can tell about the event in it, by the names under which it is stored. */
export const factNames = [
  'cluster',
  'node',
  'host',
  'namespace',
  'pod',
  'container',
  'stream',
  'program',
  'file',
  'log',
  'time',
] as const;

/** What a wrapper tells: where a line was written, and by what. Its word, not the event's. */
export type Facts = { readonly [name in (typeof factNames)[number]]?: string | undefined };
