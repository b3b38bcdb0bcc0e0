import { IconArrowUpRight } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Entity, entityPage } from '../../lib/entity-page.ts';
import { cutText, visibleText } from '../../../../src/base/index.ts';
import { nameOfEntity } from './entity-name.ts';
import styles from './entity-link.module.css';

interface EntityLinkProps {
  readonly entity: Entity;
  /** What the link shows; left out: an arrow beside a value that is shown already. */
  readonly children?: ReactNode;
  readonly tabIndex?: number;
}

/** Leads to the page of a user, an object, an address or a namespace, at the range that is looked at. */
export function EntityLink({ entity, children, tabIndex }: EntityLinkProps) {
  const { t } = useTranslation();
  const { from, to } = useSearch({ strict: false });
  const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const label = t(`entity.${entity.kind}`, { value: visibleText(cutText(nameOfEntity(entity), 120).text) });
  return (
    <Link
      {...entityPage(entity, range)}
      className={children === undefined ? styles['arrow'] : styles['chip']}
      title={label}
      // What is shown names a link itself.
      {...(children === undefined ? { 'aria-label': label } : {})}
      {...(tabIndex === undefined ? {} : { tabIndex })}
      // What stands around it opens something else.
      onClick={(event) => event.stopPropagation()}
    >
      {children ?? <IconArrowUpRight size={13} stroke={1.8} aria-hidden />}
    </Link>
  );
}
