import { Fields, ToggleChips, useTexts } from '@augenblick/ui/react';
import { Select } from '@mantine/core';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import type { PanelProps } from './panel.ts';
import { useOfferNames, usePlacementNames } from './queries.ts';
import { editorTexts } from './texts-editor.ts';

/** Where it may stand. */
export function WherePanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const may = useMay('campaign.write');
  const list = usePlacementNames().data?.placements ?? [];
  const gone = draft.placements.filter((key) => !list.some((one) => one.placement.key === key));
  return (
    <Fields>
      {list.length === 0 && gone.length === 0 ? (
        <p>{text('noPlaces')}</p>
      ) : (
        <ToggleChips
          label={text('places')}
          options={[
            ...list.map(({ placement }) => ({
              value: placement.key,
              label: placement.name,
              hint: placement.where,
            })),
            ...gone.map((key) => ({ value: key, label: key })),
          ]}
          chosen={draft.placements}
          onChange={(placements) => onChange({ placements })}
        />
      )}
      {may && (
        <p>
          <Link to="/placements?new=1">{text('newPlace')}</Link>
        </p>
      )}
    </Fields>
  );
}

/** Which offer comes with it. */
export function OfferPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const may = useMay('offer.write');
  const offers = useOfferNames().data?.offers ?? [];
  return (
    <Fields>
      <Select
        label={text('offer')}
        placeholder={text('noOffer')}
        clearable
        searchable
        value={draft.offerId}
        data={offers
          .filter(({ offer }) => offer.status !== 'ended' || offer.id === draft.offerId)
          .map(({ offer }) => ({ value: offer.id, label: offer.name }))}
        onChange={(offerId) => onChange({ offerId })}
      />
      {may && (
        <p>
          <Link to="/offers?new=1">{text('newOffer')}</Link>
        </p>
      )}
    </Fields>
  );
}
