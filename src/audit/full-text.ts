import type { ColumnName } from './columns.ts';

/** The letters that stand for a backslash and for a control character; JSON escapes of the latter begin with the former. */
export const fullTextLetters = { backslash: 'I', control: 'Z' } as const;

/**
 * What the text index holds. The engine's `splitByNonAlpha` takes ASCII letters and digits and everything beyond ASCII as
 * parts of a token. SLS's words also hold `.`, `-`, `_` and some more, so those become upper-case letters, which are
 * free because letters are stored in lower case. The index then holds the very words of SLS: what it says about a word
 * needs no second look at the columns.
 */
const lettersOf: Readonly<Record<string, string>> = {
  '!': 'A',
  '#': 'B',
  $: 'C',
  '%': 'D',
  '*': 'E',
  '+': 'F',
  '-': 'G',
  '.': 'H',
  '\\': fullTextLetters.backslash,
  '^': 'J',
  _: 'K',
  '`': 'L',
  '|': 'M',
  '~': 'N',
};
const upperCase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Control characters but for tab, line feed and carriage return, which separate words. */
const controls = [...Array(32).keys(), 127].filter((code) => code !== 9 && code !== 10 && code !== 13);
/** Stands for a backslash in JSON text, where it is written twice; JSON text holds no raw control character. */
const jsonBackslash = 1;

/** Columns whose words are found by a search without a field. Text, then JSON. */
const textColumns: readonly ColumnName[] = [
  'audit_id_text',
  'level',
  'stage',
  'request_uri',
  'verb',
  'user_username',
  'user_uid',
  'user_agent',
  'object_resource',
  'object_namespace',
  'object_name',
  'object_uid',
  'object_api_group',
  'object_api_version',
  'object_resource_version',
  'object_subresource',
  'response_status',
  'response_reason',
  'response_message',
];
const jsonColumns: readonly ColumnName[] = [
  'user_groups',
  'user_extra',
  'impersonated_user',
  'authentication_metadata',
  'source_ips',
  'response_details',
  'annotations',
  'request_object',
  'response_object',
  'other',
];

/** The name of the text index. */
export const fullTextIndex = 'full_text';

/** The tokenizer of the text index, as its declaration names it. */
export const fullTextTokenizer = `'splitByNonAlpha'`;

/** The alias column over that expression, by which searches name it. */
export const fullTextColumn = 'words';

/** Its name beside the words that are no body's, for whom bodies are not to see: the index tells candidates by it. */
export const fullTextCandidates = 'indexed_words';

/**
 * ClickHouse expression of the text index: all words of an event but its times and an audit id that is a UUID. Searches
 * use the alias column; the engine then recognises the index by the expression being the same.
 */
export const fullTextExpression = expressionOver(jsonColumns);

/** The same but for the words of bodies, for whom bodies are not to see. No index holds it, but that of all words tells where one may be. */
export const fullTextWithoutBodies = expressionOver(
  jsonColumns.filter((column) => column !== 'request_object' && column !== 'response_object'),
);

function expressionOver(json: readonly ColumnName[]): string {
  const specials = Object.keys(lettersOf);
  const from = [
    upperCase,
    specials.map((special) => (special === '\\' ? '\\\\' : special)).join(''),
    controls.map((code) => `\\x${code.toString(16).padStart(2, '0')}`).join(''),
  ].join('');
  const to = [
    upperCase.toLowerCase(),
    specials.map((special) => lettersOf[special]).join(''),
    controls.map((code) => (code === jsonBackslash ? fullTextLetters.backslash : fullTextLetters.control)).join(''),
  ].join('');
  const parts = [...textColumns, `ifNull(toString(nullIf(response_code, 0)), '')`, ...json.map(wordsOfJson)];
  return `translate(concatWithSeparator(' ', ${parts.join(', ')}), '${from}', '${to}')`;
}

/** JSON text whose escapes that separate words are blanks: `\n` before a word must not become part of it. */
function wordsOfJson(column: ColumnName): string {
  const blanks = ['"', 'n', 'r', 't'];
  const backslashes = `replaceAll(${column}, '\\\\\\\\', '\\x01')`;
  return blanks.reduce((text, letter) => `replaceAll(${text}, '\\\\${letter}', ' ')`, backslashes);
}

/**
 * A word (in lower case, without delimiters) as the text index holds it, or undefined where the index cannot tell it from another:
 * words with a backslash or a control character.
 */
export function fullTextToken(word: string): string | undefined {
  // eslint-disable-next-line no-control-regex
  if (/[\\\u0000-\u001f\u007f]/.test(word)) return undefined;
  return word.replaceAll(/[!#$%*+\-.^_`|~]/g, (special) => lettersOf[special] ?? special);
}
