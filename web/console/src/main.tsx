import '@augenblick/ui/styles';
import { prepareDocument } from '@augenblick/ui/react';
import { createRoot } from 'react-dom/client';
import { Console } from './console.tsx';

prepareDocument();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<Console />);
