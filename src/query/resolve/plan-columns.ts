import { unreachable } from '../../base/index.ts';
import type { Plan } from './plan.ts';
import type { Column } from './typed.ts';

/** Lists the columns that a plan makes. */
export function columnsOf(plan: Plan): readonly Column[] {
  switch (plan.kind) {
    case 'scan':
      return [...plan.columns, ...(plan.marks ?? [])].map(({ column }) => column);
    case 'values':
    case 'set':
      return plan.columns;
    case 'filter':
    case 'sort':
    case 'limit':
      return columnsOf(plan.source);
    case 'fill':
      return [...plan.keys, plan.bucket, ...plan.values];
    case 'distinct':
      return plan.columns;
    case 'project': {
      const made = plan.items.map(({ column }) => column);
      return plan.keep ? [...columnsOf(plan.source), ...made] : made;
    }
    case 'aggregate': {
      const made = [...plan.keys, ...plan.aggregates].map(({ column }) => column);
      return plan.setColumn ? [...made, plan.setColumn] : made;
    }
    case 'window':
      return [...columnsOf(plan.source), ...plan.functions.map(({ column }) => column)];
    case 'join':
      return [...columnsOf(plan.left), ...columnsOf(plan.right)];
    case 'unnest': {
      const made = plan.items.flatMap(({ columns }) => columns);
      const source = plan.source ? columnsOf(plan.source) : [];
      return [...source, ...made, ...(plan.ordinality ? [plan.ordinality] : [])];
    }
    default:
      return unreachable(plan);
  }
}
