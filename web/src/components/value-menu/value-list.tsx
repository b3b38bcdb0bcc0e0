import { Menu } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { focusOnMount } from './focus-on-mount.ts';
import { SafeText } from '../safe-text.tsx';
import styles from './value-menu-box.module.css';
import type { MenuValue } from './value-menu-context.ts';
import { ValueText } from './value-text.tsx';

interface ValueListProps {
  readonly values: readonly MenuValue[];
  readonly onChoose: (value: MenuValue) => void;
}

/** The values of one cell, of which one is to be chosen. */
export function ValueList({ values, onChoose }: ValueListProps) {
  const byField = [...new Map(values.map((value) => [value.field, value])).values()];
  return byField.map((value, index) => (
    <Menu.Item
      key={value.field}
      closeMenuOnClick={false}
      {...(index === 0 ? { ref: focusOnMount, 'data-autofocus': true } : {})}
      rightSection={<IconChevronRight size={13} aria-hidden />}
      onClick={() => onChoose(value)}
    >
      <span className={styles['field']}>
        <SafeText limit={60}>{value.field}</SafeText>
      </span>
      <span className={styles['value']}>
        <ValueText value={value.value} />
      </span>
    </Menu.Item>
  ));
}
