import { beginsWith, type Format } from './format.ts';

export const bzip2: Format = {
  name: 'bzip2',
  title: 'bzip2',
  recognises: (sample) => beginsWith(sample, 0x42, 0x5a, 0x68),
};
