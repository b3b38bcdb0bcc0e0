/**
 * A piece of ClickHouse SQL of our own: an immutable tree, printed once (print-node.ts) and never edited or searched as text. What
 * the printer needs to know of a piece is computed when it is made. Text of users is in parameters only: nothing takes a string
 * but `raw`, `fragment` and `literal`, which are for constants of ours.
 */
export type SqlNode = Code | List | Name | Parameter | Literal | Failure | Dictionary | Lambda | Query | Bound;

/** What can be bound to a statement. Integers beyond ±(2^53−1) go as text with a numeric type. */
export type ParameterValue = string | number | boolean | readonly string[] | readonly number[];

interface Known {
  /** The calls that it makes, with all names written out. */
  readonly calls: number;
  /** About the characters that it prints. */
  readonly length: number;
  /** Whether computing it can make the statement fail. */
  readonly fallible: boolean;
  /** Whether repeating it costs nothing: a name, a constant. */
  readonly repeatable: boolean;
  /** Whether there is a lambda in it: an alias made within is not known outside. */
  readonly holdsLambda: boolean;
  /** The names in it that are not bound within it, and how often each is printed. */
  readonly uses: ReadonlyMap<Name, number>;
}

interface Code extends Known {
  readonly kind: 'code';
  /** One more than children. */
  readonly texts: readonly string[];
  readonly children: readonly SqlNode[];
}

interface List extends Known {
  readonly kind: 'list';
  readonly items: readonly SqlNode[];
  readonly separator: string;
}

/** Stands for an operand until `bindNames` says how it is printed. Two names are the same only where they are one object. */
export interface Name extends Known {
  readonly kind: 'name';
  readonly text: string;
}

interface Parameter extends Known {
  readonly kind: 'parameter';
  readonly value: ParameterValue;
  readonly type: string;
}

interface Literal extends Known {
  readonly kind: 'literal';
  readonly text: string;
}

/** The mark of a failure in the engine's message, as a literal. */
interface Failure extends Known {
  readonly kind: 'failure';
  readonly mark: string;
}

/** The name of a dictionary of reference data. */
interface Dictionary extends Known {
  readonly kind: 'dictionary';
  readonly name: DictionaryName;
}

interface Lambda extends Known {
  readonly kind: 'lambda';
  readonly variables: string | readonly string[];
  readonly body: SqlNode;
}

interface Query extends Known {
  readonly kind: 'query';
  readonly body: SqlNode;
}

/** A body whose names are bound to values. */
export interface Bound extends Known {
  readonly kind: 'bound';
  readonly body: SqlNode;
  readonly bindings: ReadonlyMap<Name, Binding>;
}

/**
 * How a name is printed: the value in its place; at its first place `(value AS name)` and elsewhere the name, which ClickHouse
 * computes once; or the name everywhere, as the variable of a lambda around the body.
 */
export interface Binding {
  readonly value: SqlNode;
  readonly by: 'value' | 'alias' | 'variable';
}

/** Dictionaries that functions look things up in (store: reference data). */
export type DictionaryName = 'ip_countries' | 'ip_places' | 'blocked_networks' | 'blocked_names';

const noUses: ReadonlyMap<Name, number> = new Map();
const leaf = { calls: 0, fallible: false, repeatable: true, holdsLambda: false, uses: noUses } as const;

/** The characters of `{p12:String}`. */
const placeholderLength = 12;

interface Texts {
  readonly calls: number;
  readonly length: number;
}

const knownTexts = new WeakMap<readonly string[], Texts>();

/** Each opening parenthesis is a call. The texts of a template are the same array each time. */
function textsOf(texts: readonly string[]): Texts {
  let known = knownTexts.get(texts);
  if (known === undefined) {
    const joined = texts.join('');
    known = { calls: joined.split('(').length - 1, length: joined.length };
    knownTexts.set(texts, known);
  }
  return known;
}

function usesOf(nodes: readonly SqlNode[]): ReadonlyMap<Name, number> {
  let only = noUses;
  let merged: Map<Name, number> | undefined;
  for (const { uses } of nodes) {
    if (uses.size === 0) continue;
    if (only.size === 0) {
      only = uses;
      continue;
    }
    merged ??= new Map(only);
    for (const [name, count] of uses) merged.set(name, (merged.get(name) ?? 0) + count);
  }
  return merged ?? only;
}

function knownOf(nodes: readonly SqlNode[], own: Texts): Known {
  return {
    calls: nodes.reduce((sum, node) => sum + node.calls, own.calls),
    length: nodes.reduce((sum, node) => sum + node.length, own.length),
    fallible: nodes.some((node) => node.fallible),
    repeatable: false,
    holdsLambda: nodes.some((node) => node.holdsLambda),
    uses: usesOf(nodes),
  };
}

/** What a template may hold: nodes, lists of them (printed with commas), and numbers. */
type Hole = SqlNode | number | bigint | readonly SqlNode[];

function holeNode(hole: Hole): SqlNode {
  if (typeof hole === 'number' || typeof hole === 'bigint') return raw(String(hole));
  return 'kind' in hole ? hole : list(hole);
}

/** Conversions that cost nothing: their value may be repeated wherever what they convert may be. */
const freeConversions: ReadonlySet<string> = new Set(['assumeNotNull(', 'toInt64(', 'toInt32(']);

/** Makes a node of SQL of ours: sql`upper(${x})`. */
export function sql(texts: TemplateStringsArray, ...holes: readonly Hole[]): SqlNode {
  const children = holes.map(holeNode);
  const [first] = children;
  if (first && children.length === 1 && texts[0] === '' && texts[1] === '') return first;
  const isFree = children.length === 1 && texts[1] === ')' && freeConversions.has(texts[0] ?? '');
  const repeatable = isFree && first?.repeatable === true;
  return { ...knownOf(children, textsOf(texts)), repeatable, kind: 'code', texts, children };
}

/** What `raw` takes: no quotes, no parentheses, no commas, no comments but a lone sign. */
const words = /^(?!.*--)[\w.*<>=+ -]*$/;

/** A word of SQL that is chosen by our code: a number, the name of a type, a column, a function. */
export function raw(text: string): SqlNode {
  if (!words.test(text)) throw new Error(`BUG: this is no word of SQL: ${text.slice(0, 100)}`);
  return fragment(text);
}

/** An expression of ours that is kept as text elsewhere, such as that of the text index, which tables are made with too. */
export function fragment(text: string): SqlNode {
  return { ...leaf, length: text.length, kind: 'code', texts: [text], children: [] };
}

/** Nodes side by side. */
export function list(items: readonly SqlNode[], separator = ', '): SqlNode {
  const [only] = items;
  if (items.length === 1 && only) return only;
  return { ...knownOf(items, { calls: 0, length: separator.length * items.length }), kind: 'list', items, separator };
}

/** Says that repeating a node costs nothing: the engine computes it before it reads a row. */
export function constant(node: SqlNode): SqlNode {
  return { ...node, repeatable: true };
}

/** A constant text of ours. Text of users is bound instead: `parameter`. */
export function literal(text: string): SqlNode {
  return { ...leaf, length: text.length + 2, kind: 'literal', text };
}

/** A value that is bound: how a user's text reaches the engine. Equal values of one type are bound once. */
export function parameter(value: ParameterValue, type: string): SqlNode {
  return { ...leaf, length: placeholderLength, kind: 'parameter', value, type };
}

/** A name for an operand, to be bound by `bindNames`. The text must be one that nothing else in the statement has. */
export function newName(text: string): Name {
  const uses = new Map<Name, number>();
  const name: Name = { ...leaf, length: text.length, kind: 'name', text, uses };
  uses.set(name, 1);
  return name;
}

/** The mark by which the engine's error tells which check failed. */
export function failureText(mark: string): SqlNode {
  return { ...leaf, length: mark.length + 2, fallible: true, repeatable: false, kind: 'failure', mark };
}

/** A dictionary of reference data; the printed statement tells which it needs. */
export function dictionary(name: DictionaryName): SqlNode {
  return { ...leaf, length: name.length + 2, kind: 'dictionary', name };
}

/** A lambda. Several variables are a list. */
export function lambda(variables: string | readonly string[], body: SqlNode): SqlNode {
  return {
    ...knownOf([body], { calls: 0, length: variables.length + 6 }),
    repeatable: true,
    holdsLambda: true,
    kind: 'lambda',
    variables,
    body,
  };
}

/** About what a subquery costs, in calls: the engine runs equal ones once, but it is not to be repeated. */
const callsOfQuery = 30;

/** A subquery in an expression. It may fail, for one that is to give a row may give several. */
export function subquery(body: SqlNode): SqlNode {
  return { ...knownOf([body], { calls: 0, length: 0 }), calls: callsOfQuery, fallible: true, kind: 'query', body };
}

/** A name and the operand that it stands for. */
export interface Named {
  readonly name: Name;
  readonly value: SqlNode;
  /** What the value costs, in calls, where it is not for its node to say. */
  readonly calls?: number;
}

/** Beyond this many repeated calls a value is computed in a lambda's argument: aliases are written out by the engine. */
const dearRepetition = 40;

/** The characters that a binding prints besides its value: none and no name, `( AS )`, or `arrayMap(x -> , [])[1]`. */
function lengthAround(by: Binding['by'], name: number): number {
  if (by === 'value') return -name;
  return by === 'alias' ? 6 : name + 21;
}

/**
 * Binds names in a body, each also in the values of those before it. What is used once is put in its place; what is used several
 * times gets an alias; what is dear besides becomes the argument of a lambda, for the engine writes aliases out and nested ones
 * would grow without bound.
 */
export function bindNames(body: SqlNode, named: readonly Named[]): SqlNode {
  const bindings = new Map<Name, Binding>();
  const uses = new Map(body.uses);
  let { calls, length, fallible, holdsLambda } = body;
  for (const { name, value, calls: cost = value.calls } of named) {
    const count = uses.get(name);
    if (count === undefined) continue;
    uses.delete(name);
    for (const [inner, times] of value.uses) uses.set(inner, (uses.get(inner) ?? 0) + times);
    const weight = cost + 1;
    const isCheap = (count - 1) * weight <= dearRepetition;
    const by = count === 1 ? 'value' : isCheap && !holdsLambda ? 'alias' : 'variable';
    calls += by === 'alias' ? count * weight : weight;
    length += value.length + lengthAround(by, name.length);
    fallible ||= value.fallible;
    holdsLambda ||= by === 'variable' || value.holdsLambda;
    bindings.set(name, { value, by });
  }
  if (bindings.size === 0) return body;
  return { calls, length, fallible, holdsLambda, uses, repeatable: false, kind: 'bound', body, bindings };
}
