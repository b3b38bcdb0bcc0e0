import { beginsWith, type Format } from './format.ts';

export const zip: Format = {
  name: 'zip',
  title: 'a zip archive (unpack it first: unzip)',
  recognises: (sample) => beginsWith(sample, 0x50, 0x4b, 0x03, 0x04),
};
