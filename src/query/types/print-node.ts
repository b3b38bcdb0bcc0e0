import { unreachable } from '../../base/index.ts';
import type { Binding, Bound, DictionaryName, Name, ParameterValue, SqlNode } from './node.ts';

/** SQL as the engine takes it. */
export interface PrintedSql {
  readonly text: string;
  /** The values that are bound, by name, as `query_params` of the client. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** The dictionaries of reference data that it looks things up in. */
  readonly lookups: ReadonlySet<DictionaryName>;
}

/** A constant of ours as a string literal of ClickHouse. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t').replaceAll('\f', '\\f')}'`;
}

/** What a name stands for where it is printed. An alias is written out at its first place only. */
interface Entry {
  readonly binding: Binding;
  isDefined: boolean;
}

class Printer {
  readonly pieces: string[] = [];
  readonly parameters: Record<string, ParameterValue> = {};
  readonly lookups = new Set<DictionaryName>();
  readonly #names = new Map<string, string>();
  readonly #entries = new Map<Name, Entry>();
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  print(node: SqlNode): void {
    const { pieces } = this;
    switch (node.kind) {
      case 'code':
        for (const [index, text] of node.texts.entries()) {
          pieces.push(text);
          const child = node.children[index];
          if (child) this.print(child);
        }
        return;
      case 'list':
        for (const [index, item] of node.items.entries()) {
          if (index > 0) pieces.push(node.separator);
          this.print(item);
        }
        return;
      case 'name':
        return this.#printName(node);
      case 'parameter':
        pieces.push(this.#placeholder(node.value, node.type));
        return;
      case 'literal':
        pieces.push(quoted(node.text));
        return;
      case 'failure':
        pieces.push(quoted(node.mark));
        return;
      case 'dictionary':
        this.lookups.add(node.name);
        pieces.push(quoted(node.name));
        return;
      case 'lambda':
        pieces.push(typeof node.variables === 'string' ? node.variables : `(${node.variables.join(', ')})`, ' -> ');
        return this.print(node.body);
      case 'query':
        return this.print(node.body);
      case 'bound':
        return this.#printBound(node);
      default:
        unreachable(node);
    }
  }

  #placeholder(value: ParameterValue, type: string): string {
    const key = `${type}\u0000${JSON.stringify(value)}`;
    let name = this.#names.get(key);
    if (name === undefined) {
      name = `${this.#prefix}${this.#names.size}`;
      this.#names.set(key, name);
      this.parameters[name] = value;
    }
    return `{${name}:${type}}`;
  }

  #printName(name: Name): void {
    const entry = this.#entries.get(name);
    if (!entry) throw new Error(`BUG: nothing is bound to the name ${name.text}`);
    const { by, value } = entry.binding;
    if (by === 'value') return this.print(value);
    if (by === 'variable' || entry.isDefined) {
      this.pieces.push(name.text);
      return undefined;
    }
    this.pieces.push('(');
    this.print(value);
    this.pieces.push(` AS ${name.text})`);
    entry.isDefined = true;
    return undefined;
  }

  /** The last variable is the outermost: values may use the names that are bound after them. */
  #printBound({ body, bindings }: Bound): void {
    const before = [...bindings.keys()].map((name) => [name, this.#entries.get(name)] as const);
    for (const [name, binding] of bindings) this.#entries.set(name, { binding, isDefined: false });
    const variables = [...bindings].filter(([, { by }]) => by === 'variable');
    for (const [name] of variables.toReversed()) this.pieces.push(`arrayMap(${name.text} -> `);
    this.print(body);
    for (const [, { value }] of variables) {
      this.pieces.push(', [');
      this.print(value);
      this.pieces.push('])[1]');
    }
    for (const [name, entry] of before) {
      if (entry) this.#entries.set(name, entry);
      else this.#entries.delete(name);
    }
  }
}

/** Prints a tree. Parameters are named by a prefix and a number, so that texts of several trees can stand in one statement. */
export function printSql(node: SqlNode, prefix = 'p'): PrintedSql {
  const printer = new Printer(prefix);
  printer.print(node);
  return { text: printer.pieces.join(''), parameters: printer.parameters, lookups: printer.lookups };
}
