import { type Diagnostic, fail, ok, type Result, said, worded } from '../base/index.ts';
import { buildSearch, type SearchNode } from '../query/index.ts';
import type { FilterName } from './form.ts';
import { isNumber } from './placeholders.ts';
import { shortened } from './problem.ts';

/** What the filters of a dashboard are set to. Of one filter, one of the values has to fit; of no values, it is not set. */
export type Filters = { readonly [Name in FilterName]?: readonly string[] | undefined };

/** The conditions of filters. No value is ever put into a text. */
export function filterConditions({ namespace = [], user = [], code = [] }: Filters): Result<readonly SearchNode[]> {
  const problems = code.filter((value) => !isNumber(value)).map(notANumber);
  if (problems.length > 0) return fail(...problems);
  const groups = [
    namespace.map((value) => equals('objectRef.namespace', value)),
    user.flatMap(isUser),
    code.map((value) => buildSearch.compare('responseStatus.code', '=', value)),
  ];
  return ok(groups.filter((group) => group.length > 0).map((group) => buildSearch.some(group)));
}

/** Certificate users are all alike in some clusters; there the RAM user tells people apart. Most events have none. */
function isUser(value: string): readonly SearchNode[] {
  const named = equals('user.username', value);
  return value === '' ? [named] : [named, equals('derived.ramUid', value)];
}

/** What is absent equals no text; here it is the empty one, as an answer shows it. */
function equals(field: string, value: string): SearchNode {
  return value === '' ? buildSearch.field(field, value) : buildSearch.equals(field, value);
}

function notANumber(value: string): Diagnostic {
  return {
    code: 'filter-not-a-number',
    severity: 'error',
    ...worded(said`the status code "${shortened(value)}" is no number`, said`give a number such as 403`),
  };
}
