import { errorText } from '@augenblick/api';
import type { OfferKind } from '@augenblick/contract';
import { Dialog, Icon, Notice, useLanguage, useNow, useTexts } from '@augenblick/ui/react';
import { UnstyledButton } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useRetailer } from '../session/session.tsx';
import { blankOffer, KIND_ICONS, KINDS } from './kinds.ts';
import styles from './offers.module.css';
import { useCreateOffer } from './queries.ts';
import { offerTexts } from './texts.ts';

/** Asks what is to be given, makes a draft of it and opens it. */
export function NewOffer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useTexts(offerTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const now = useNow();
  const { currency } = useRetailer();
  const { mutate, isPending, error } = useCreateOffer();
  const make = (kind: OfferKind): void =>
    mutate(blankOffer({ kind, name: text(`kind.${kind}`), currency, now }), {
      onSuccess: ({ offer }) => void navigate(`/offers/${offer.id}/edit`),
    });
  return (
    <Dialog opened={opened} onClose={onClose} title={text('newTitle')} note={text('newText')} wide>
      {error && <Notice tone="bad">{errorText(error, language)}</Notice>}
      <ul className={styles.kinds}>
        {KINDS.map((kind) => (
          <li key={kind}>
            <UnstyledButton disabled={isPending} onClick={() => make(kind)}>
              <Icon name={KIND_ICONS[kind]} size={18} />
              <span>
                <b>{text(`kind.${kind}`)}</b>
                <span>{text(`about.${kind}`)}</span>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
