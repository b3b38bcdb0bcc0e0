import type { Json } from '../../../api/json.ts';
import { cellText } from '../../../../../src/charts/index.ts';
import { ActorName } from '../../../components/deed/actor-text.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { dateTime } from '../../../lib/time-format.ts';
import { instantOfCell } from './instant-of-cell.ts';
import type { PanelColumn } from './panel-columns.ts';
import { useUnitFormat } from './use-unit-format.ts';

interface PanelCellProps {
  readonly column: PanelColumn;
  readonly value: Json | undefined;
  readonly zone: string;
  readonly limit?: number;
}

/** A value in its column's unit: times in the reader's zone, with UTC on hover. */
export function PanelCell({ column, value, zone, limit = 200 }: PanelCellProps) {
  const format = useUnitFormat();
  const text = cellText(value);
  if (text === undefined || text === '') return <>–</>;
  const instant = column.unit === 'time' ? instantOfCell(text, zone) : undefined;
  if (instant !== undefined)
    return (
      <time dateTime={new Date(instant).toISOString()} title={new Date(instant).toISOString()}>
        {dateTime(instant, zone).slice(0, 19)}
      </time>
    );
  if (column.means === 'user') return <ActorName username={text} />;
  if (column.isNumber && column.unit !== 'text') return <>{format(value, column.unit)}</>;
  return <SafeText limit={limit}>{text}</SafeText>;
}
