import {
  type Document,
  type Node,
  type Pair,
  type Scalar as YamlScalar,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
} from 'yaml';

import { type Span, unreachable } from '../../base/index.ts';
import { type Scalar, resolvePlain } from './go-yaml-scalar.ts';
import type { Duplicate, Member, Value } from './value.ts';

/** A value, or go-yaml's words for why the document has none. */
export type Converted =
  | { readonly ok: true; readonly value: Value; readonly duplicates: readonly Duplicate[] }
  | { readonly ok: false; readonly message: string; readonly at: Span };

/** A refusal of go-yaml's decoder; caught in `convertDocument` alone. */
class Refusal extends Error {
  readonly at: Span;
  constructor(message: string, at: Span) {
    super(message);
    this.at = at;
  }
}

type Path = { readonly parent: Path; readonly name: string | number } | undefined;

function printPath(path: Path): string {
  if (!path) return '';
  if (typeof path.name === 'number') return `${printPath(path.parent)}[${path.name}]`;
  return path.parent ? `${printPath(path.parent)}.${path.name}` : path.name;
}

/** Turns a composed document into a value as go-yaml's decoder does: scalars resolved, aliases and merges followed. */
export function convertDocument(document: Document.Parsed): Converted {
  const conversion = new Conversion();
  try {
    const root = document.contents;
    const value = root ? conversion.convert(root, undefined) : ({ kind: 'null', from: 0, to: 0 } as const);
    return { ok: true, value, duplicates: conversion.duplicates };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, message: error.message, at: error.at };
  }
}

function spanOf(node: Node): Span {
  return { from: node.range?.[0] ?? 0, to: endOf(node) };
}

/** Where a node's own text ends; the range of a block goes on over the comments behind it. */
function endOf(node: Node): number {
  const last = (isMap(node) || isSeq(node)) && !node.flow ? node.items.at(-1) : undefined;
  const child = isPair(last) ? (isNodeLike(last.value) ?? isNodeLike(last.key)) : isNodeLike(last);
  return child?.range ? endOf(child) : (node.range?.[1] ?? 0);
}

/** go-yaml's bound on what aliases unfold to: the share of decoded nodes that may come from them (decode.go). */
function allowedAliasRatio(decoded: number): number {
  const low = 400_000;
  const high = 4_000_000;
  if (decoded <= low) return 0.99;
  if (decoded >= high) return 0.1;
  return 0.99 - 0.89 * ((decoded - low) / (high - low));
}

/** Turns composed nodes into values, counting nodes as go-yaml's decoder counts them. */
class Conversion {
  readonly duplicates: Duplicate[] = [];
  /** By anchor; `undefined` while the anchored node is still open. */
  private readonly anchors = new Map<string, { value: Value; nodes: number } | undefined>();
  private decoded = 0;
  private fromAliases = 0;

  convert(node: Node, path: Path): Value {
    this.decoded += 1;
    if (isAlias(node)) return this.alias(node.source, spanOf(node));
    const anchor = (isMap(node) || isSeq(node) || isScalar(node)) && node.anchor ? node.anchor : undefined;
    const before = this.decoded - 1;
    if (anchor !== undefined) this.anchors.set(anchor, undefined);
    const value = this.content(node, path);
    if (anchor !== undefined) this.anchors.set(anchor, { value, nodes: this.decoded - before });
    return value;
  }

  private alias(name: string, at: Span): Value {
    if (!this.anchors.has(name)) throw new Refusal(`yaml: unknown anchor '${name}' referenced`, at);
    const anchored = this.anchors.get(name);
    if (!anchored) throw new Refusal(`yaml: anchor '${name}' value contains itself`, at);
    this.decoded += anchored.nodes;
    this.fromAliases += anchored.nodes;
    const excessive = this.fromAliases > 100 && this.decoded > 1000;
    if (excessive && this.fromAliases / this.decoded > allowedAliasRatio(this.decoded))
      throw new Refusal('yaml: document contains excessive aliasing', at);
    return anchored.value;
  }

  private content(node: Node, path: Path): Value {
    const at = spanOf(node);
    if (isSeq(node)) {
      const items = node.items.map((item, name) => this.item(item, at, { parent: path, name }));
      return { kind: 'array', items, ...at };
    }
    if (isMap(node)) return { kind: 'object', members: this.members(node.items, path), ...at };
    if (isScalar(node)) return this.scalar(resolveScalar(node, at), at);
    throw new Refusal('yaml: did not find expected node content', at);
  }

  private item(item: unknown, around: Span, path: Path): Value {
    if (isPair(item)) return { kind: 'object', members: this.members([item], path), ...around };
    const node = isNodeLike(item);
    return node ? this.convert(node, path) : { kind: 'null', from: around.from, to: around.from };
  }

  private scalar(scalar: Scalar, at: Span): Value {
    if (scalar.kind === 'unsupported') throw new Refusal(`json: unsupported value: ${scalar.text}`, at);
    return { ...scalar, ...at };
  }

  private members(pairs: readonly Pair[], path: Path): Member[] {
    const members = new Map<string, Member>();
    const set = (member: Member): void => {
      if (members.has(member.name)) {
        const { key, name, value } = member;
        this.duplicates.push({ name, key, at: value, path: printPath(path) });
      }
      members.set(member.name, member);
    };
    for (const pair of pairs) {
      const key = isNodeLike(pair.key);
      if (!key) throw new Refusal('unsupported map key of type: %!s(<nil>), key: <nil>', { from: 0, to: 0 });
      if (isScalar(key) && key.type === 'PLAIN' && key.source === '<<') {
        this.decoded += 1;
        for (const member of this.merged(isNodeLike(pair.value), path)) set(member);
        continue;
      }
      const name = this.name(key);
      const at = spanOf(key);
      const node = isNodeLike(pair.value);
      const value = node
        ? this.convert(node, { parent: path, name })
        : ({ kind: 'null', from: at.to, to: at.to } as const);
      set({ name, key: at, value });
    }
    return [...members.values()];
  }

  private merged(node: Node | undefined, path: Path): readonly Member[] {
    const wanted = 'yaml: map merge requires map or sequence of maps as the value';
    if (!node) throw new Refusal(wanted, { from: 0, to: 0 });
    const value = this.convert(node, path);
    const sources = value.kind === 'array' ? value.items.toReversed() : [value];
    return sources.flatMap((source) => {
      if (source.kind !== 'object') throw new Refusal(wanted, source);
      return source.members;
    });
  }

  private name(key: Node): string {
    const at = spanOf(key);
    const value = this.convert(key, undefined);
    switch (value.kind) {
      case 'string':
        return value.value;
      case 'number':
        return value.text;
      case 'bool':
        return String(value.value);
      case 'null':
        throw new Refusal('unsupported map key of type: %!s(<nil>), key: <nil>', at);
      case 'array':
      case 'object':
        throw new Refusal('yaml: invalid map key', at);
      default:
        return unreachable(value);
    }
  }
}

function isNodeLike(item: unknown): Node | undefined {
  return isScalar(item) || isMap(item) || isSeq(item) || isAlias(item) ? item : undefined;
}

const coreTag = 'tag:yaml.org,2002:';

function resolveScalar(node: YamlScalar, at: Span): Scalar {
  const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
  const { tag } = node;
  if (tag === undefined) return node.type === 'PLAIN' ? resolvePlain(text) : { kind: 'string', value: text };
  const short = tag.startsWith(coreTag) ? tag.slice(coreTag.length) : undefined;
  const kinds: Readonly<Record<string, Scalar['kind']>> = {
    int: 'number',
    float: 'number',
    bool: 'bool',
    null: 'null',
  };
  const wanted = kinds[short ?? ''];
  if (wanted === undefined) return { kind: 'string', value: text };
  const scalar = resolvePlain(text);
  if (scalar.kind === wanted) return scalar;
  throw new Refusal(`yaml: cannot decode !!str \`${text}\` as a !!${short}`, at);
}
