import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../../../src/dashboards/index.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from './edit.module.css';
import type { Editor } from './use-editor.ts';
import { tip } from '../../../components/overlay/tip.ts';

export type EditorDialog = 'yaml' | 'history' | 'delete';

interface EditorBarProps {
  readonly editor: Editor;
  readonly isSaving: boolean;
  readonly onSave: () => void;
  readonly onOpen: (dialog: EditorDialog) => void;
}

/** What is done with the whole dashboard; it stays in view. */
export function EditorBar({ editor, isSaving, onSave, onOpen }: EditorBarProps) {
  const { t, i18n } = useTranslation();
  const { dashboard, isChanged, canUndo, canRedo } = editor;
  const title = textIn(dashboard.title, i18n.language);
  return (
    <header className={styles['bar']}>
      <h1 className={styles['barTitle']}>
        <SafeText limit={200}>{title}</SafeText>
      </h1>
      <span className={styles['changed']} role="status">
        {t(isChanged ? 'dashboard.unsaved' : 'dashboard.saved')}
      </span>
      <ActionIcon
        {...tip(t('dashboard.undo'))}
        aria-label={t('dashboard.undo')}
        disabled={!canUndo}
        onClick={editor.undo}
      >
        <IconArrowBackUp size={17} stroke={1.6} />
      </ActionIcon>
      <ActionIcon
        {...tip(t('dashboard.redo'))}
        aria-label={t('dashboard.redo')}
        disabled={!canRedo}
        onClick={editor.redo}
      >
        <IconArrowForwardUp size={17} stroke={1.6} />
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('dashboard.more')}>
            <IconDots size={17} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onOpen('yaml')}>{t('dashboard.yaml')}</Menu.Item>
          <Menu.Item onClick={() => onOpen('history')}>{t('dashboard.history')}</Menu.Item>
          <Menu.Item disabled={!isChanged} onClick={editor.discard}>
            {t('dashboard.discard')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" onClick={() => onOpen('delete')}>
            {t('dashboard.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button
        variant="default"
        renderRoot={(props) => <Link {...props} to="/reports/$id" params={{ id: dashboard.id }} search />}
      >
        {t('dashboard.view')}
      </Button>
      <Button disabled={!isChanged} loading={isSaving} onClick={onSave}>
        {t('common.save')}
      </Button>
    </header>
  );
}
