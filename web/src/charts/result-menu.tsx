import { ActionIcon, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconFileExport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { saveBlob } from '../api/save-blob.ts';
import type { ResultTable } from '../api/search.ts';
import { toCsv, toJsonLines } from './csv.ts';
import { tip } from '../components/overlay/tip.ts';

/** Takes the shown rows elsewhere. */
export function ResultMenu({ result }: { readonly result: ResultTable }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 1500 });
  const save = (text: string, type: string, name: string): void => saveBlob(new Blob([text], { type }), name);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon {...tip(t('analysis.copyOrExport'))} aria-label={t('analysis.copyOrExport')}>
          {clipboard.copied ? <IconCheck size={17} /> : <IconFileExport size={17} stroke={1.6} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => clipboard.copy(toCsv(result))}>{t('analysis.copyCsv')}</Menu.Item>
        <Menu.Item onClick={() => clipboard.copy(toJsonLines(result))}>{t('analysis.copyJson')}</Menu.Item>
        <Menu.Item onClick={() => save(toCsv(result), 'text/csv', 'result.csv')}>{t('analysis.saveCsv')}</Menu.Item>
        <Menu.Item onClick={() => save(toJsonLines(result), 'application/x-ndjson', 'result.ndjson')}>
          {t('analysis.saveJson')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
