import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../api/json.ts';
import { cellText } from '../../../../../src/charts/index.ts';
import { cutText, visibleText } from '../../../../../src/base/index.ts';
import { entityPage } from '../../../lib/entity-page.ts';
import type { PanelView } from './panel-view.ts';
import { entityOf, eventsBehind, explorerAt } from './row-of.ts';

interface RowMenuProps extends PanelView {
  readonly row: readonly (Json | undefined)[];
}

/** What can be done with a row by touch and keyboard: its events, filters by its values, the pages of what it names. */
export function RowMenu(props: RowMenuProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const open = (): void => {
    setOpened(true);
    setWasOpened(true);
  };
  const button = (
    <ActionIcon size={22} aria-label={t('reports.rowMenu')} onClick={open}>
      <IconDots size={14} />
    </ActionIcon>
  );
  // A table has many rows and hardly a menu is ever opened.
  if (!wasOpened) return button;
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end">
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>{opened && <Items {...props} />}</Menu.Dropdown>
    </Menu>
  );
}

function Items({ report, panel, columns, choose, row }: RowMenuProps) {
  const { t } = useTranslation();
  const query = eventsBehind(report, panel, columns, row);
  const shown = (text: string): string => visibleText(cutText(text, 60).text);
  return (
    <>
      {query !== undefined && (
        <Menu.Item renderRoot={(props) => <Link {...props} {...explorerAt(report, query)} />}>
          {t('reports.showEvents')}
        </Menu.Item>
      )}
      {columns.map((column) => {
        const value = cellText(row[column.at]) ?? '';
        if (value === '' || !choose.can(column.means)) return null;
        const isChosen = choose.isChosen(column.means, value);
        return (
          <Menu.Item key={column.at} onClick={() => choose.toggle(column.means, value)}>
            {t(isChosen ? 'reports.unfilterBy' : 'reports.filterBy', { name: column.title, value: shown(value) })}
          </Menu.Item>
        );
      })}
      {columns.map((column) => {
        const entity = entityOf(columns, row, column);
        if (!entity) return null;
        const target = entityPage(entity, { from: report.range.from, to: report.range.to });
        return (
          <Menu.Item key={column.at} renderRoot={(props) => <Link {...props} {...target} />}>
            {t('reports.pageOf', { name: column.title, value: shown(cellText(row[column.at]) ?? '') })}
          </Menu.Item>
        );
      })}
    </>
  );
}
