import { said } from '../../base/index.ts';
import { textOf } from '../values.ts';
import type { Functions, TemplateFunction } from './function.ts';
import { md5 } from './md5.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const characters: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const given = Math.min(3, bytes.length - at);
    for (let index = 0; index < 4; index++)
      characters.push(index <= given ? (alphabet[(group >> (18 - 6 * index)) & 63] ?? '') : '=');
  }
  return characters.join('');
}

/** A function that not every text can be given to. */
function decoding(name: string, decode: (text: string) => string): TemplateFunction {
  return {
    run: ([value], { fail }) => {
      try {
        return decode(textOf(value, fail));
      } catch {
        return fail(said`${name} takes what was encoded so`);
      }
    },
  };
}

/** A lone half of a character has no encoding in UTF-8. */
function urlEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

export const encodings: Functions = {
  base64_encoding: { run: ([value], { fail }) => base64(textOf(value, fail)) },
  base64_decoding: decoding('base64_decoding', (text) => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  }),
  md5_encoding: { run: ([value], { fail }) => md5(textOf(value, fail)) },
  url_encoding: { run: ([value], { fail }) => urlEncoded(textOf(value, fail)) },
  url_decoding: decoding('url_decoding', (text) => decodeURIComponent(text.replaceAll('+', ' '))),
};
