import { type Node, type Pair, Scalar, YAMLMap, YAMLSeq, isMap, isScalar, isSeq } from 'yaml';

/** A mapping of a rule that is being rewritten: names are texts and none is there twice. */
export type Fields = YAMLMap<Scalar<string>, Node | null>;
export type Field = Pair<Scalar<string>, Node | null>;

/** Narrows a node to a mapping whose names are texts, each there once. */
export function isFields(node: unknown): node is Fields {
  if (!isMap(node)) return false;
  const names = node.items.map(({ key }) => (isScalar(key) && typeof key.value === 'string' ? key.value : undefined));
  return !names.includes(undefined) && new Set(names).size === names.length;
}

/** The texts of a scalar or of a list of scalars; undefined for anything else. A scalar with commas is taken for a list. */
export function textsOf(node: unknown): readonly string[] | undefined {
  const items = itemsOf(node);
  return items && items.map((item) => item.value);
}

type Text = Scalar<string>;

function isText(node: unknown): node is Text {
  return isScalar(node) && typeof node.value === 'string';
}

function itemsOf(node: unknown): readonly Text[] | undefined {
  if (isText(node)) {
    if (!node.value.includes(',')) return [node];
    return node.value.split(',').map((text) => new Scalar(text.trim()));
  }
  if (!isSeq(node)) return undefined;
  const { items } = node;
  return items.every((item) => isText(item)) ? items : undefined;
}

/** A list of texts of the nodes of several, in their order, each text once; undefined where one of them is no list of texts. */
export function joinTexts(nodes: readonly unknown[]): YAMLSeq<Text> | undefined {
  const [first] = nodes;
  const joined = isSeq(first) ? (first.clone() as YAMLSeq<Text>) : new YAMLSeq<Text>();
  if (!isSeq(first)) joined.flow = true;
  const found = new Map<string, Text>();
  for (const node of nodes) {
    const items = itemsOf(node);
    if (!items) return undefined;
    for (const item of items) if (!found.has(item.value)) found.set(item.value, item);
  }
  joined.items = [...found.values()];
  return joined;
}

/** A list of the texts of a node that `keeps` accepts. */
export function filterTexts(node: unknown, keeps: (text: string) => boolean): YAMLSeq<Text> | undefined {
  const list = joinTexts([node]);
  if (list) list.items = list.items.filter((item) => keeps(item.value));
  return list;
}

/** A text, in quotes where its neighbours have them or where it has to have them. */
export function newText(value: string, quoted: boolean): Text {
  const text = new Scalar(value);
  if (quoted || !/^[A-Za-z][\w./-]*$/.test(value)) text.type = Scalar.QUOTE_DOUBLE;
  return text;
}

/** A mapping with the given fields, which are taken over as they are. */
export function newFields(fields: readonly Field[], like: { readonly flow?: boolean | undefined }): Fields {
  const map: Fields = new YAMLMap();
  map.items = [...fields];
  if (like.flow === true) map.flow = true;
  return map;
}
