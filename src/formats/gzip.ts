import { beginsWith, type Format } from './format.ts';

export const gzip: Format = {
  name: 'gzip',
  title: 'gzip',
  recognises: (sample) => beginsWith(sample, 0x1f, 0x8b),
};
