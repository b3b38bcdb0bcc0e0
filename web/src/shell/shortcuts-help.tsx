import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './frame.module.css';
import { modKey } from './mod-key.ts';

const shortcuts = [
  ['/', 'keys.query'],
  ['t', 'keys.time'],
  ['j k', 'keys.events'],
  ['Enter', 'keys.open'],
  ['m', 'keys.menu'],
  ['[ ]', 'keys.neighbours'],
  ['Esc', 'keys.close'],
  ['f', 'keys.facets'],
  ['a', 'keys.acknowledge'],
  ['s', 'keys.silence'],
  ['g o', 'keys.overview'],
  ['g e', 'keys.explore'],
  ['g r', 'keys.reports'],
  ['g a', 'keys.alerts'],
  ['g p', 'keys.policy'],
  ['g c', 'keys.clusters'],
  ['g d', 'keys.destinations'],
  ['g h', 'keys.health'],
  [`${modKey()} K`, 'keys.palette'],
  ['?', 'keys.help'],
] as const;

interface ShortcutsHelpProps {
  readonly onClose: () => void;
}

export function ShortcutsHelp({ onClose }: ShortcutsHelpProps) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={t('frame.shortcuts')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <dl className={styles['keys']}>
        {shortcuts.map(([keys, label]) => (
          <Fragment key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <Kbd key={key} mr={4}>
                  {key}
                </Kbd>
              ))}
            </dt>
            <dd>{t(label)}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}
