import { concat } from './concat.ts';

const encoder = new TextEncoder();

/** Writes the JSON text of an object with these members in this order, each value as its own JSON text. */
export function writeObject(members: readonly (readonly [name: string, json: Uint8Array])[]): Uint8Array {
  const parts = members.flatMap(([name, json], index) => [
    encoder.encode(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`),
    json,
  ]);
  parts.push(encoder.encode(members.length === 0 ? '{}' : '}'));
  return concat(parts);
}
