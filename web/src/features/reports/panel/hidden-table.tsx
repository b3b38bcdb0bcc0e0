import { PanelCell } from './panel-cell.tsx';
import type { PanelView } from './panel-view.ts';

/** Rows that are read out at most; the panel's menu has the whole table. */
const readAtMost = 100;

/** The numbers of a picture, for who cannot see it. */
export function HiddenTable({ report, answer, columns }: Pick<PanelView, 'report' | 'answer' | 'columns'>) {
  return (
    <div className="visually-hidden">
      <table>
        <thead>
          <tr>
            {columns.map(({ at, title }) => (
              <th key={at} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.rows.slice(0, readAtMost).map((row, index) => (
            // eslint-disable-next-line react/no-array-index-key -- the rows of one answer never move
            <tr key={index}>
              {columns.map((column) => (
                <td key={column.at}>
                  <PanelCell column={column} value={row[column.at]} zone={report.zone} limit={80} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
