import type { Format } from './format.ts';

/** What Docker's json-file driver keeps of a container's output. */
export const docker: Format = {
  name: 'docker',
  title: 'a container log of Docker (json-file: each line in "log")',
  recognises: ({ object, text }) =>
    object === undefined
      ? /^\{"log":\s?"\{\\"/.test(text)
      : typeof object['log'] === 'string' && (object['stream'] === 'stdout' || object['stream'] === 'stderr'),
};
