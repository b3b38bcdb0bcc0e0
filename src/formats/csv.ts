import type { Format } from './format.ts';

/** A table: a head of names, and events quoted in a column. */
export const csv: Format = {
  name: 'csv',
  title: 'CSV (each event quoted in a column), which is not read yet',
  recognises: ({ head, text }) => {
    if (/^\s*[{[]/.test(head)) return false;
    const [line = ''] = text.split('\n', 1);
    return /"\{""\w/.test(line) || /^"?@?\w{1,40}"?(?:,"?@?[\w .]{1,40}"?){1,60}\r?$/.test(line);
  },
};
