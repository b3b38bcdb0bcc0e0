import { ActionIcon } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useExport } from '../../../api/export.ts';
import type { LogQuery } from '../../../api/search.ts';
import { MenuButton } from '../../../components/overlay/menu-button.tsx';
import { tip } from '../../../components/overlay/tip.ts';
import { splitQuery } from '../../../lib/query-text.ts';

/**
 * Downloads what the query finds, all of it, as CSV (formulas defused by the server) or as JSON lines: events as received, or
 * the rows of a statement.
 */
export function ExportMenu({ asked }: { readonly asked: LogQuery | undefined }) {
  const { t } = useTranslation();
  const isStatement = asked !== undefined && splitQuery(asked.query).analysis !== undefined;
  const download = useExport();
  const choose = (format: 'ndjson' | 'csv') => (): void => {
    if (asked) download.mutate({ query: asked, format });
  };
  return (
    <MenuButton
      entries={[
        { label: t(isStatement ? 'explore.exportRows' : 'explore.exportLines'), onChoose: choose('ndjson') },
        { label: t('explore.exportCsv'), onChoose: choose('csv') },
      ]}
      button={(opener) => (
        <ActionIcon
          {...opener}
          {...tip(download.isError ? download.error.message : t('explore.export'))}
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
      )}
    />
  );
}
