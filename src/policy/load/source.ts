import type { Span } from '../../base/index.ts';
import { Lines } from './lines.ts';
import { member } from './raw-policy.ts';
import type { Value } from './value.ts';

/** A way down from the policy: `['rules', 0, 'level']`. */
export type Steps = readonly (string | number)[];

/** The text of a policy file and where in it everything stands. */
export class PolicySource {
  readonly text: string;
  readonly lines: Lines;
  readonly root: Value | undefined;

  constructor(text: string, root: Value | undefined) {
    this.text = text;
    this.lines = new Lines(text);
    this.root = root;
  }

  /** The value at the end of a way, if there is one. */
  find(steps: Steps): Value | undefined {
    let value = this.root;
    for (const step of steps) value = child(value, step);
    return value;
  }

  /** Where the value at the end of a way stands, or the nearest thing above it. */
  nearest(steps: Steps): Span {
    for (let length = steps.length; length >= 0; length--) {
      const value = this.find(steps.slice(0, length));
      if (value) return value;
    }
    return { from: 0, to: 0 };
  }

  /** Where the name of a member stands. */
  key(steps: Steps, name: string): Span | undefined {
    const value = this.find(steps);
    if (value?.kind !== 'object') return undefined;
    return value.members.find((member) => member.name === name)?.key;
  }

  /** The first and the last line of a rule, counted from 1. */
  ruleLines(index: number): { readonly line: number; readonly endLine: number } {
    const { from, to } = this.nearest(['rules', index]);
    const line = this.lines.position(from).line;
    const text = this.text.slice(from, to);
    return { line, endLine: line + text.trimEnd().split('\n').length - 1 };
  }

  /** A rule as it stands in the file. */
  ruleText(index: number): string {
    const { from, to } = this.nearest(['rules', index]);
    return this.text.slice(from, to).trimEnd();
  }
}

function child(value: Value | undefined, step: string | number): Value | undefined {
  if (typeof step === 'string') return member(value, step);
  return value?.kind === 'array' ? value.items[step] : undefined;
}
