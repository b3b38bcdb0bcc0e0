import { jsonText } from '../base/index.ts';
import type { Format } from './format.ts';
import { factsOf, stringBytes } from './json.ts';

const tells = { stream: 'stream', time: 'time' };

/** What Docker's json-file driver keeps of a container's output. A long line is in several records, of which the last ends with a newline. */
export const docker: Format = {
  name: 'docker',
  title: 'a container log of Docker (json-file: each line in "log")',
  recognises: ({ members, text }) =>
    members
      ? members.get('log')?.[0] === 0x22 && /^"std(?:out|err)"$/.test(jsonText(members.get('stream') ?? noBytes))
      : /^\{"log":\s?"\{\\"/.test(text),
  wrapper: {
    tells,
    keeps: 'bytes',
    unwrap: ({ members }) => {
      const log = stringBytes(members?.get('log'));
      if (!members || !log) return undefined;
      const isEnd = log.at(-1) === 0x0a;
      return [{ bytes: isEnd ? log.subarray(0, -1) : log, facts: factsOf(members, tells), goesOn: !isEnd }];
    },
  },
};

const noBytes = new Uint8Array();
