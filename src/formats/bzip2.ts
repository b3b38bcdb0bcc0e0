import { beginsWith, type Format } from './format.ts';

export const bzip2: Format = {
  name: 'bzip2',
  title: 'bzip2 (unpack it first: bzip2 -d)',
  recognises: (sample) => beginsWith(sample, 0x42, 0x5a, 0x68),
};
