import type { Made } from '../types/index.ts';
import type { Emitted, Emitter } from './emitter.ts';

/** Beyond this many repeated calls a value is computed in a lambda's argument: names are written out by the engine. */
const dearRepetition = 40;

interface Named {
  readonly name: string;
  readonly value: { readonly text: string; readonly weight: number };
}

/** SQL under construction whose operands have names that may be used any number of times. */
export interface Naming {
  /** Returns the operand as SQL that may be repeated. */
  readonly use: (value: Emitted) => Emitted;
  /** Names a piece of SQL made within. */
  readonly name: (text: string) => string;
  /**
   * Puts the operands in the place of their names. `guard` makes what stands around all that was made within, so that none of it
   * is computed where the guard forbids it: the engine computes what does not depend on a lambda's variable outside of the lambda.
   */
  readonly finish: (
    made: string | Made,
    known: { readonly nullable: boolean; readonly fallible: boolean },
    guard?: (made: string | Made) => string | Made,
  ) => Emitted;
}

/** The number of calls that a text makes by itself. */
function callCount(text: string): number {
  let count = 1;
  for (const character of text) if (character === '(') count++;
  return count;
}

function occurrences(text: string, name: string): number {
  return text.split(new RegExp(`\\b${name}\\b`)).length - 1;
}

/**
 * Starts the construction of SQL from operands. What is used once is put in its place; what is used several times gets an
 * alias, which ClickHouse computes once; what is dear besides becomes the argument of a lambda, for the engine writes
 * aliases out and nested ones would grow without bound.
 */
export function startNaming(emitter: Emitter): Naming {
  const operands: Named[] = [];
  const inner: Named[] = [];
  let fallible = false;
  const nameText = (text: string, weight: number): string => {
    if (/^[a-z]\d+$/.test(text)) return text;
    const name = emitter.freshName();
    operands.push({ name, value: { text, weight } });
    return name;
  };
  return {
    use(value) {
      fallible ||= value.fallible;
      if (value.simple) return value;
      if (value.parts) {
        const weight = Math.ceil(value.weight / value.parts.length);
        const parts = value.parts.map((part) => (isSimple(part) ? part : nameText(part, weight)));
        return { ...value, text: `tuple(${parts.join(', ')})`, parts };
      }
      return { ...value, text: nameText(value.text, value.weight), simple: true };
    },
    name(text) {
      if (isSimple(text)) return text;
      const name = emitter.freshName();
      inner.push({ name, value: { text, weight: callCount(text) } });
      return name;
    },
    finish(made, known, guard = unguarded) {
      const inside = putAll(stateOf(made), inner.toReversed());
      const guarded = stateOf(guard(madeOf(inside)));
      const weight = inside.weight + guarded.weight - callCount(inside.text);
      const state = putAll({ ...guarded, weight }, operands);
      const { parts } = state;
      return {
        text: state.text,
        weight: state.weight,
        nullable: known.nullable,
        fallible: known.fallible || fallible,
        simple: false,
        ...(parts ? { parts } : {}),
      };
    },
  };
}

/** SQL into which names are put; the parts of a tuple stand alone, so each gets them too. */
interface Text {
  readonly text: string;
  readonly weight: number;
  readonly parts?: readonly string[] | undefined;
}

const unguarded = (made: string | Made): string | Made => made;

function stateOf(made: string | Made): Text {
  if (typeof made === 'string') return { text: made, weight: callCount(made) };
  return { text: made.text, weight: callCount(made.text), parts: made.parts };
}

function madeOf({ text, parts }: Text): string | Made {
  return parts ? { text, parts } : text;
}

function putAll({ text, weight, parts }: Text, named: readonly Named[]): Text {
  const state = { text, weight };
  for (const item of named) put(state, item);
  return { ...state, parts: parts && finishParts(parts, named) };
}

function put(state: { text: string; weight: number }, { name, value }: Named): void {
  const count = occurrences(state.text, name);
  if (count === 0) return;
  const pattern = new RegExp(`\\b${name}\\b`);
  if (count === 1) {
    state.text = state.text.replace(pattern, () => value.text);
    state.weight += value.weight;
    return;
  }
  // An alias made within a lambda is not known outside it.
  if ((count - 1) * value.weight <= dearRepetition && !state.text.includes(' -> ')) {
    state.text = state.text.replace(pattern, () => `(${value.text} AS ${name})`);
    state.weight += count * value.weight;
    return;
  }
  state.text = `arrayMap(${name} -> ${state.text}, [${value.text}])[1]`;
  state.weight += value.weight;
}

/** The parts of a tuple stand alone: each gets the operands put in, without names. */
function finishParts(parts: readonly string[], named: readonly Named[]): string[] {
  return parts.map((part) => {
    const state = { text: part, weight: callCount(part) };
    for (const item of named) put(state, item);
    return state.text;
  });
}

function isSimple(text: string): boolean {
  return /^(?:[a-z]\d+|\{p\d+:[A-Za-z0-9(), ]+\}|'[^'\\]*'|\d+|(?:assumeNotNull|toInt64|toInt32)\([a-z]?\d+\))$/.test(
    text,
  );
}
