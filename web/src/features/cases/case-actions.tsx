import { ActionIcon, Button, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconDownload, IconLink, IconPencil, IconPin, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Case, type CaseFormat, useChangeCase, useDeleteCase, useExportCase } from '../../api/cases.ts';
import { ConfirmByName } from '../../components/confirm-by-name.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { usePreferences } from '../../lib/preferences.ts';
import { CaseDialog } from './case-dialog.tsx';
import styles from './cases.module.css';
import { tip } from '../../components/overlay/tip.ts';

const look = { size: 16, stroke: 1.6 } as const;

/** What can be done with a case: hand it on by link or as a file, and, of one's own, change it. */
export function CaseActions({ opened }: { readonly opened: Case }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 1500 });
  const [{ caseId }, change] = usePreferences();
  return (
    <div className={styles['actions']}>
      {opened.editable && opened.id !== caseId && (
        <Button variant="default" leftSection={<IconPin {...look} />} onClick={() => change({ caseId: opened.id })}>
          {t('cases.makeCurrent')}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={clipboard.copied ? <IconCheck {...look} /> : <IconLink {...look} />}
        onClick={() => clipboard.copy(location.href)}
      >
        {clipboard.copied ? t('common.copied') : t('cases.copyLink')}
      </Button>
      <ExportCase opened={opened} />
      {opened.editable && <OwnActions opened={opened} />}
    </div>
  );
}

function ExportCase({ opened }: { readonly opened: Case }) {
  const { t, i18n } = useTranslation();
  const download = useExportCase();
  const { id, name } = opened;
  const save = (format: CaseFormat) => () => download.mutate({ id, name, format, language: i18n.language });
  return (
    <>
      <Menu position="bottom-end" width={290}>
        <Menu.Target>
          <Button
            data-action="export"
            variant="default"
            leftSection={<IconDownload {...look} />}
            loading={download.isPending}
          >
            {t('cases.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={save('md')}>{t('cases.markdown')}</Menu.Item>
          {/* Once the menu is gone, which would be in the picture. */}
          <Menu.Item onClick={() => setTimeout(() => print(), 300)}>{t('cases.pdf')}</Menu.Item>
          <Menu.Item onClick={save('jsonl')}>{t('cases.lines')}</Menu.Item>
          <Menu.Item onClick={save('json')}>JSON</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {download.isError && (
        <span className={styles['problem']} role="alert">
          <SafeText limit={300}>{download.error.message}</SafeText>
        </span>
      )}
    </>
  );
}

function OwnActions({ opened }: { readonly opened: Case }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const save = useChangeCase(opened.id);
  const remove = useDeleteCase();
  const close = (): void => setOpen(undefined);
  const { name, summary, shared } = opened;
  return (
    <>
      <ActionIcon
        {...tip(t('cases.edit'))}
        variant="default"
        size={30}
        aria-label={t('cases.edit')}
        onClick={() => setOpen('edit')}
      >
        <IconPencil {...look} />
      </ActionIcon>
      <ActionIcon
        {...tip(t('cases.delete'))}
        variant="default"
        size={30}
        aria-label={t('cases.delete')}
        onClick={() => setOpen('delete')}
      >
        <IconTrash {...look} />
      </ActionIcon>
      {open === 'edit' && (
        <CaseDialog
          title={t('cases.edit')}
          texts={{ name, summary, shared }}
          busy={save.isPending}
          error={save.error?.message}
          onClose={close}
          onSave={(texts) => save.mutate(texts, { onSuccess: close })}
        />
      )}
      {open === 'delete' && (
        <ConfirmByName
          title={t('cases.delete')}
          text={t('cases.deleteText')}
          name={name}
          action={t('common.delete')}
          busy={remove.isPending}
          error={remove.error?.message}
          onClose={close}
          onConfirm={() => remove.mutate(opened.id, { onSuccess: () => void navigate({ to: '/cases' }) })}
        />
      )}
    </>
  );
}
