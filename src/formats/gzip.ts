import { beginsWith, type Format } from './format.ts';

export const gzip: Format = {
  name: 'gzip',
  title: 'gzip (unpack it first: gzip -d)',
  recognises: (sample) => beginsWith(sample, 0x1f, 0x8b),
};
