import { lazy } from 'react';
import { OnDemand } from '../../shell/on-demand.tsx';

const KeyList = lazy(async () => ({ default: (await import('./key-list.tsx')).KeyList }));

/** The list of keys, loaded when somebody asks for it. */
export function KeyHelp(props: { opened: boolean; onClose: () => void }) {
  return (
    <OnDemand wanted={props.opened}>
      <KeyList {...props} />
    </OnDemand>
  );
}
