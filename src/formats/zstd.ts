import { beginsWith, type Format } from './format.ts';

export const zstd: Format = {
  name: 'zstd',
  title: 'zstd',
  recognises: (sample) => beginsWith(sample, 0x28, 0xb5, 0x2f, 0xfd),
};
