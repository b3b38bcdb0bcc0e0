import { Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import styles from './menu-box.module.css';
import type { MenuLook } from './menu-button.tsx';
import { PlaceOf } from './place-of.ts';
import { useOpened } from './use-opened.ts';

interface MenuBoxProps extends MenuLook {
  /** The button's, by which the menu is called. */
  readonly id: string;
  readonly target: HTMLElement;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

/** The menu of a button. */
export function MenuBox({ id, target, isOpen, onOpen, title, entries, position = 'bottom-end', width }: MenuBoxProps) {
  const opened = useOpened(isOpen);
  return (
    <Menu id={id} opened={opened} onChange={onOpen} position={position} {...(width === undefined ? {} : { width })}>
      <Menu.Target>
        <PlaceOf element={target} />
      </Menu.Target>
      <Menu.Dropdown>
        {title !== undefined && <Menu.Label>{title}</Menu.Label>}
        {entries.map(({ label, icon, mark, lang, isDisabled = false, link, onChoose }) => (
          <Menu.Item
            key={label}
            className={styles['entry'] ?? ''}
            lang={lang}
            leftSection={icon}
            rightSection={mark}
            disabled={isDisabled}
            onClick={onChoose}
            {...(link ? { renderRoot: (props: object) => <Link {...props} {...link} /> } : {})}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
