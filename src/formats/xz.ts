import { beginsWith, type Format } from './format.ts';

export const xz: Format = {
  name: 'xz',
  title: 'xz',
  recognises: (sample) => beginsWith(sample, 0xfd, 0x37, 0x7a, 0x58, 0x5a),
};
