import { createRoot } from 'react-dom/client';
import './page.css';
import { Page } from './page.tsx';

const root = document.getElementById('page');
if (root === null) throw new Error('The page has no place to draw in.');
createRoot(root).render(<Page />);
