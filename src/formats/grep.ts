import type { Format } from './format.ts';

/** The name, and with `-n` the number of the line, before something that a log's line begins with. */
const prefix =
  /^(?<file>[^\s{}"<>|][^{}"<>|\n]{0,399}?):(?:\d{1,12}:)?(?=\{"|<\d{1,3}>|\d{4}-\d\d-\d\dT\S{1,40} (?:stdout|stderr) [FP] )/;

/** The same where it is said that there is one. */
const anyPrefix = /^(?<file>[^{}\n]{1,400}?):\s*(?:\d{1,12}:\s*)?(?=\{)/;

/** grep over several files puts the name of the file before each line. */
export const grep: Format = {
  name: 'grep',
  title: 'what grep prints over several files (the name of the file before each line)',
  recognises: ({ head }) => prefix.test(head),
  wrapper: {
    tells: { file: 'what stands before the line' },
    keeps: 'bytes',
    unwrap: (sample) => {
      const match = prefix.exec(sample.head) ?? anyPrefix.exec(sample.head);
      return match ? [{ bytes: sample.behind(match[0]), facts: { file: match.groups?.['file'] } }] : undefined;
    },
  },
};
