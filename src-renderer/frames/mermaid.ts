// A frame that draws diagrams. Nothing of the library runs in the app's own origin.
import mermaid from 'mermaid';
import { onShow, tellSize } from './frame.ts';

const place = document.createElement('div');
place.style.cssText = 'display:grid;place-items:center;padding:16px';
document.body.append(place);
tellSize(place);
let count = 0;

onShow(async ({ content, theme }) => {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    theme: theme.isDark ? 'dark' : 'neutral',
    fontFamily: theme.font,
    suppressErrorRendering: true,
  });
  count += 1;
  const { svg } = await mermaid.render(`diagram-${count}`, content);
  place.innerHTML = svg;
});
