import { Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { actions } from '../lib/actions.ts';
import styles from './frame.module.css';
import { KeyNames } from './key-names.tsx';

interface ShortcutsHelpProps {
  readonly onClose: () => void;
}

/** Every key and what it does. */
export function ShortcutsHelp({ onClose }: ShortcutsHelpProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      size={720}
      title={t('frame.shortcuts')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <dl className={styles['keys']}>
        {actions.map(({ name, keys }) => (
          <Fragment key={name}>
            <dt>
              <KeyNames keys={keys} />
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}
