import type { Format } from './format.ts';

/** grep over several files puts the name of the file before each line, `-n` its number as well. */
export const grep: Format = {
  name: 'grep',
  title: 'what grep prints over several files (the name of the file before each line; use grep -h)',
  recognises: ({ text }) => /^[^\s{}"<>|]{1,400}:(?:\d{1,12}:)?(?:$|\{")/.test(text),
};
