import { Drawer } from '@augenblick/ui/react';
import type { ReactNode } from 'react';

/** The settings over a drawing that leaves no room beside it. */
export function SideDrawer(props: {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
}) {
  return <Drawer {...props} />;
}
