import type { SeenCase } from './seen-case.ts';

/** The events of a case in its order, each a line of the bytes as received. */
export function eventLines({ pins }: Pick<SeenCase, 'pins'>): Buffer {
  return Buffer.concat(pins.flatMap(({ what }) => (what.kind === 'event' ? [lineOf(what.bytes), newline] : [])));
}

const newline = Buffer.from('\n');

/** An event that came over several lines is JSON all the same where each break is a space. */
function lineOf(bytes: Uint8Array): Buffer {
  const line = Buffer.from(bytes);
  for (let at = line.indexOf(0x0a); at >= 0; at = line.indexOf(0x0a, at)) line[at] = 0x20;
  return line;
}
