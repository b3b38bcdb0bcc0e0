import type { Span } from '../../../base/index.ts';
import type { LintContext } from '../context.ts';

/** One name in a rule's `resources`. */
export interface Entry {
  readonly rule: number;
  /** Index of the entry of `resources` that holds it. */
  readonly index: number;
  readonly group: string;
  /** As written: `pods/log`. */
  readonly pattern: string;
  readonly resource: string;
  /** Undefined where there is no slash. */
  readonly subresource: string | undefined;
  readonly at: Span;
}

/** Every name in every rule's `resources`. */
export function* entriesOf(context: LintContext): Generator<Entry> {
  for (const [rule, { resources }] of context.rules.entries()) {
    for (const [index, { group, resources: patterns }] of resources.entries()) {
      for (const [place, pattern] of patterns.entries()) {
        const slash = pattern.indexOf('/');
        yield {
          rule,
          index,
          group,
          pattern,
          resource: slash === -1 ? pattern : pattern.slice(0, slash),
          subresource: slash === -1 ? undefined : pattern.slice(slash + 1),
          // Looked up where it is asked for: there are many names and few findings.
          get at() {
            return context.at(rule, 'resources', index, 'resources', place);
          },
        };
      }
    }
  }
}
