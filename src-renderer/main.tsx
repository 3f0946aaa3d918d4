// The page starts here. All else is loaded after `no-eval`, because bundling decides the order of what is imported at once.
import './app/no-eval.ts';
import './ui/styles/base.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place to draw in.');
void import('./app/start.tsx').then(({ start }) => start(root));
