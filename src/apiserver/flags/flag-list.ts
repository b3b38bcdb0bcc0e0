import { findFlag, flagName, isAuditFlag } from './catalogue.ts';

/** Where a word of the command line stands in the manifest. */
export interface WordPlace {
  readonly list: 'command' | 'args';
  readonly index: number;
}

/** A word of the command line of a container, as `command` and `args` hold it. */
export interface Word extends WordPlace {
  readonly text: string;
}

/** One flag as it is given. */
export interface GivenFlag {
  /** Normalised, without dashes. */
  readonly name: string;
  readonly value: string;
  readonly place: WordPlace;
  /** Where the value is a word of its own: `--flag value`. */
  readonly valuePlace?: WordPlace;
}

/** The part of a container's command line that kube-apiserver reads as flags. */
export interface FlagList {
  readonly flags: readonly GivenFlag[];
  /** The word behind which new flags go. */
  readonly last: WordPlace;
}

const program = /(?:^|\/)kube-apiserver$/;

/**
 * Reads the flags out of a command line: what follows the word that is kube-apiserver itself, be it `/go-runner … kube-apiserver`
 * or `hyperkube apiserver`. Gives undefined where no word is kube-apiserver.
 */
export function readFlags(words: readonly Word[]): FlagList | undefined {
  const start = words.findIndex((word, index) => isProgram(words, word, index));
  const first = words[start];
  if (!first) return undefined;
  const rest = words.slice(start + 1);
  const terminator = rest.findIndex((word) => word.text === '--');
  const read = terminator === -1 ? rest : rest.slice(0, terminator);
  return { flags: readWords(read), last: read.at(-1) ?? first };
}

function isProgram(words: readonly Word[], word: Word, index: number): boolean {
  if (program.test(word.text) && !word.text.startsWith('-')) return true;
  return word.text === 'apiserver' && /(?:^|\/)hyperkube$/.test(words[index - 1]?.text ?? '');
}

function readWords(words: readonly Word[]): GivenFlag[] {
  const flags: GivenFlag[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    const match = /^--([^=]+)(?:=([\s\S]*))?$/.exec(word?.text ?? '');
    if (!word || !match) continue;
    const name = flagName(match[1] ?? '');
    const place = { list: word.list, index: word.index };
    const next = words[index + 1];
    if (match[2] !== undefined) flags.push({ name, value: match[2], place });
    else if (next && takesNextWord(name, next.text)) {
      flags.push({ name, value: next.text, place, valuePlace: { list: next.list, index: next.index } });
      index += 1;
    } else flags.push({ name, value: 'true', place });
  }
  return flags;
}

/**
 * Says whether a flag without `=` takes the next word as its value. A boolean never does, any other audit flag always, as
 * pflag has it; of other flags the kind is not known, so a word that looks like a flag is one.
 */
function takesNextWord(name: string, next: string): boolean {
  const kind = findFlag(name)?.kind.type;
  if (kind === 'boolean') return false;
  return kind !== undefined || !next.startsWith('-');
}

/** The audit flags among them. */
export function auditFlagsOf(list: FlagList): readonly GivenFlag[] {
  return list.flags.filter((flag) => isAuditFlag(flag.name));
}
