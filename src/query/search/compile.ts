import { type Diagnostic, type Span, said } from '../../base/index.ts';
import type { EmitContext } from '../fields/index.ts';
import { sql, type SqlNode } from '../types/index.ts';
import type { SearchNode } from './ast.ts';
import { clusterCondition, clusterNamed } from './compile-cluster.ts';
import { equalityCondition, joinEqualities } from './compile-equality.ts';
import { fieldCondition } from './compile-field.ts';
import { numberCondition } from './compile-number.ts';
import { type JoinedNodes, joinWords } from './compile-words.ts';
import { always, any, every, never } from './condition.ts';
import { fullTextCondition } from './full-text.ts';
import { maxConditionLength } from './lexical.ts';
import { problem } from './rejection.ts';
import { type SearchTarget, translateSearch } from './translate.ts';

/** A search as the engine takes it. */
export interface CompiledSearch {
  /**
   * A condition over the columns of `events`, a UInt8, never NULL; `always` finds everything. Text of the user is in the parameters
   * only. It needs the settings `output_format_json_escape_forward_slashes=0`, and `use_top_k_dynamic_filtering=0` so that
   * the text index is used.
   */
  readonly condition: SqlNode;
  /** An error among them means that the condition (then `never`) must not be run. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a search. It does not say what the caller may see: the scope is a condition of its own. */
export function compileSearch(node: SearchNode, context: EmitContext): CompiledSearch {
  const translated = translateSearch(node, sqlTarget(context));
  const isLarge = translated.condition.length > maxConditionLength;
  const diagnostics = [...translated.diagnostics, ...(isLarge ? [tooLarge(node.span)] : [])];
  const isWrong = diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  return { condition: isWrong ? never : translated.condition, diagnostics };
}

function tooLarge(span: Span): Diagnostic {
  const most = maxConditionLength.toLocaleString('en');
  return problem(
    'error',
    'search-too-long',
    span,
    said`cannot run the search: it becomes a condition of more than ${most} characters`,
    said`ask for fewer members of bodies at once, or search for the words without a field`,
  );
}

function sqlTarget(context: EmitContext): SearchTarget<SqlNode> {
  return {
    constant: (holds) => (holds ? always : never),
    every,
    any,
    not: (condition) => sql`NOT (${condition})`,
    join: (kind, items, translate) => (kind === 'and' ? joinAnd : joinOr)(items, translate),
    fullText: (value) => fullTextCondition(value, context),
    field: fieldCondition,
    equal: (reference, text) => equalityCondition(reference, text, context),
    number: (reference, bounds) => numberCondition(reference, bounds, context),
    cluster: (value) => clusterCondition(value, context),
    clusterNamed: (name) => clusterNamed(name, context),
  };
}

type Translate = (item: SearchNode) => SqlNode;

function joinOr(items: readonly SearchNode[], translate: Translate): SqlNode {
  const { conditions, others } = joinAlike(items);
  return any([...conditions, ...others.map(translate)]);
}

function joinAlike(items: readonly SearchNode[]): JoinedNodes {
  const words = joinWords(items);
  const { conditions, others } = joinEqualities(words.others);
  return { conditions: [...words.conditions, ...conditions], others };
}

/** What is not to be there is one OR that is not to hold. */
function joinAnd(items: readonly SearchNode[], translate: Translate): SqlNode {
  const denied = items.flatMap((item) => (item.kind === 'not' ? [item.item] : []));
  const { conditions, others } = joinAlike(denied);
  const rest = items.filter((item) => item.kind !== 'not' || others.includes(item.item));
  return every([...rest.map(translate), ...conditions.map((condition) => sql`NOT (${condition})`)]);
}
