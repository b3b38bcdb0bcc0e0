import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import type { NewSilence } from '../../../server/schemas/index.ts';

type Matcher = z.input<typeof NewSilence>['matchers'][number];

const attributes: readonly NonNullable<Matcher['attribute']>[] = ['rule', 'severity', 'cluster', 'project', 'status'];

/**
 * Reads a matcher such as `user=eve`, `namespace!=kube-system`, `user=~system:.*` or `@rule=exec-in-container`: a label, or an attribute behind
 * an @. What stands behind the operator is the value, whatever it holds.
 */
export function parseMatcher(text: string): Matcher {
  const [, name, op, value] = /^(@?[^=!~]+)(=~|!~|!=|=)(.*)$/s.exec(text) ?? [];
  if (name === undefined || op === undefined || value === undefined)
    throw new InvalidArgumentError('expected a matcher such as user=eve, @rule=exec or user=~system:.*.');
  const values = [value];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the pattern has these alone
  const operator = op as Matcher['op'];
  if (!name.startsWith('@')) return { label: name, op: operator, values };
  const attribute = attributes.find((one) => `@${one}` === name);
  if (attribute === undefined)
    throw new InvalidArgumentError(`expected one of ${attributes.map((one) => `@${one}`).join(', ')}, or a label.`);
  return { attribute, op: operator, values };
}

/** A matcher as `parseMatcher` reads it; several values as people read them. */
export function matcherText({ label, attribute, op, values }: Matcher): string {
  return `${attribute === undefined ? label : `@${attribute}`}${op}${values.join(' | ')}`;
}
