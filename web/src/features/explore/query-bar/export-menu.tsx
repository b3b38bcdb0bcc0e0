import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useExport } from '../../../api/export.ts';
import type { LogQuery } from '../../../api/search.ts';
import { splitQuery } from '../../../lib/query-text.ts';

/**
 * Downloads what the query finds, all of it, as CSV (formulas defused by the server) or as JSON lines: events as received, or
 * the rows of a statement.
 */
export function ExportMenu({ asked }: { readonly asked: LogQuery | undefined }) {
  const { t } = useTranslation();
  const isStatement = asked !== undefined && splitQuery(asked.query).analysis !== undefined;
  const download = useExport();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={download.isError ? download.error.message : t('explore.export')}>
          <ActionIcon
            data-action="export"
            variant="default"
            size={36}
            aria-label={t('explore.export')}
            loading={download.isPending}
            disabled={!asked}
            color={download.isError ? 'red' : 'gray'}
          >
            <IconDownload size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => asked && download.mutate({ query: asked, format: 'ndjson' })}>
          {t(isStatement ? 'explore.exportRows' : 'explore.exportLines')}
        </Menu.Item>
        <Menu.Item onClick={() => asked && download.mutate({ query: asked, format: 'csv' })}>
          {t('explore.exportCsv')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
