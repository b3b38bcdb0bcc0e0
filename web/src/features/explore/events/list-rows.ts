import type { EventItem } from '../use-log.ts';
import { type Alike, commonItem, groupAlike } from './alike.ts';
import { foldOperations, type Operation } from './fold-operations.ts';

/** A row of the list: an event, the stages of one operation, or operations that are alike. */
export interface ListRow {
  readonly key: string;
  /** What the row tells. */
  readonly item: EventItem;
  /** The event that it opens. */
  readonly opens: EventItem;
  /** The events that it stands for. */
  readonly items: readonly EventItem[];
  readonly fold?: Fold;
  /** Folds that it stands in. */
  readonly depth: number;
  /** It is one of the stages of an operation, which the row above tells. */
  readonly isStage: boolean;
}

export interface Fold {
  readonly kind: 'stages' | 'alike';
  readonly isOpen: boolean;
  /** Rows that it folds. */
  readonly count: number;
  /** Different ones, of what is alike. */
  readonly namespaces: number;
  readonly names: number;
  /** Names of what it folds: it is open where one of them is. What is added to it later finds it as it was. */
  readonly keys: readonly string[];
}

/** The rows of a list of events. `open` has the keys of what was unfolded. */
export function listRows(
  items: readonly EventItem[],
  groupsAlike: boolean,
  open: ReadonlySet<string>,
): readonly ListRow[] {
  const operations = foldOperations(items);
  const rows = groupsAlike ? groupAlike(operations) : operations;
  return rows.flatMap((row) => ('operations' in row ? alikeRows(row, open) : operationRows(row, open, 0)));
}

/** The row that shows an event: its own, or that of the fold that holds it. */
export function rowOfEvent(rows: readonly ListRow[], isIt: (item: EventItem) => boolean): number {
  const holds = rows.map(({ items }) => items.some(isIt));
  return holds.lastIndexOf(true);
}

/** Where a row stands among later ones; where it was folded away or joined others, the row that has its event. */
export function placeOfRow(rows: readonly ListRow[], { key, opens }: ListRow): number {
  const itself = rows.findIndex((row) => row.key === key);
  return itself >= 0 ? itself : rowOfEvent(rows, (item) => item === opens);
}

/**
 * The row to which so many steps lead. The head of what is unfolded opens an event that stands below it: from that one, which is open, the
 * way up leads past the head.
 */
export function rowAfter(
  rows: readonly ListRow[],
  { at, open }: { readonly at: number; readonly open: EventItem | undefined },
  step: number,
): number {
  const next = Math.max(0, Math.min(rows.length - 1, at + step));
  if (step !== -1 || !open) return next;
  return Math.max(
    0,
    rows.slice(0, next + 1).findLastIndex(({ items }) => !items.includes(open)),
  );
}

function alikeRows(alike: Alike, open: ReadonlySet<string>): readonly ListRow[] {
  const { operations, namespaces, names } = alike;
  const keys = operations.map(({ key }) => `alike ${key}`);
  const isOpen = keys.some((key) => open.has(key));
  const [first] = operations;
  const row: ListRow = {
    key: `alike ${first.key}`,
    item: commonItem(alike),
    opens: first.last,
    items: operations.flatMap((operation) => operation.items),
    fold: { kind: 'alike', isOpen, count: operations.length, namespaces, names, keys },
    depth: 0,
    isStage: false,
  };
  return isOpen ? [row, ...operations.flatMap((operation) => operationRows(operation, open, 1))] : [row];
}

function operationRows({ key, last, items }: Operation, open: ReadonlySet<string>, depth: number): readonly ListRow[] {
  const [first] = items;
  const { at, timeText } = first.facts;
  const isOpen = open.has(key);
  // It stands at the time of its place in the list, and tells how it ended.
  const item = first === last ? last : { event: last.event, facts: { ...last.facts, at, timeText } };
  const row: ListRow = { key, item, opens: last, items, depth, isStage: false };
  if (items.length === 1) return [row];
  const fold: Fold = { kind: 'stages', isOpen, count: items.length, namespaces: 0, names: 0, keys: [key] };
  const stages = items.map((stage) => ({
    key: stage.facts.key,
    item: stage,
    opens: stage,
    items: [stage],
    depth: depth + 1,
    isStage: true,
  }));
  return [{ ...row, fold }, ...(isOpen ? stages : [])];
}
