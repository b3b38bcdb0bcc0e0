import { bindNames, type MadeTuple, type Named, newName, type Operand, sql, type SqlNode } from '../types/index.ts';
import type { Emitter } from './emitter.ts';

/** SQL under construction whose operands have names that may be used any number of times. */
export interface Naming {
  /** Returns the operand as SQL that may be repeated. */
  readonly use: (value: Operand) => Operand;
  /** Names a piece of SQL made within. */
  readonly name: (value: SqlNode) => SqlNode;
  /**
   * Binds the names. `guard` makes what stands around all that was made within, so that none of it is computed where the guard
   * forbids it: the engine computes what does not depend on a lambda's variable outside of the lambda.
   */
  readonly finish: (
    made: SqlNode | MadeTuple,
    nullable: boolean,
    guard?: (made: SqlNode | MadeTuple) => SqlNode | MadeTuple,
  ) => Operand;
}

/** The node of what was made, with or without its parts. */
export function nodeOf(made: SqlNode | MadeTuple): SqlNode {
  return 'node' in made ? made.node : made;
}

/** Binds names in what was made; the parts of a tuple stand alone, so each gets them too. */
function bind(made: SqlNode | MadeTuple, named: readonly Named[]): SqlNode | MadeTuple {
  if (!('node' in made)) return bindNames(made, named);
  return { node: bindNames(made.node, named), parts: made.parts.map((part) => bindNames(part, named)) };
}

/** Starts the construction of SQL from operands. */
export function startNaming(emitter: Emitter): Naming {
  const operands: Named[] = [];
  const inner: Named[] = [];
  const name = (value: SqlNode, named: Named[], calls = value.calls): SqlNode => {
    if (value.repeatable) return value;
    const made = newName(emitter.freshName());
    named.push({ name: made, value, calls });
    return made;
  };
  return {
    use({ node, nullable, parts }) {
      if (node.repeatable) return { node, nullable, ...(parts ? { parts } : {}) };
      if (!parts) return { node: name(node, operands), nullable };
      // Of a tuple mostly one part is used: each bears its share of what the tuple costs.
      const share = Math.ceil((node.calls + 1) / parts.length) - 1;
      const names = parts.map((part) => name(part, operands, share));
      return { node: sql`tuple(${names})`, nullable, parts: names };
    },
    name: (value) => name(value, inner),
    finish(made, nullable, guard = (unguarded) => unguarded) {
      // What was named later may use what was named before.
      const finished = bind(guard(bind(made, inner.toReversed())), operands);
      return 'node' in finished ? { ...finished, nullable } : { node: finished, nullable };
    },
  };
}
