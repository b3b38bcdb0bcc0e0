import { beginsWith, type Format } from './format.ts';

/** Text of Windows: two bytes a letter. */
export const utf16: Format = {
  name: 'utf-16',
  title: 'UTF-16 (PowerShell writes it)',
  recognises: (sample) => {
    if (beginsWith(sample, 0xff, 0xfe) || beginsWith(sample, 0xfe, 0xff)) return true;
    const { bytes } = sample;
    const size = Math.min(bytes.length, 64);
    let pairs = 0;
    for (let at = 0; at + 1 < size; at += 2) if ((bytes[at] === 0) !== (bytes[at + 1] === 0)) pairs += 1;
    return size >= 8 && pairs * 2 >= size * 0.9;
  },
};
