// Release notes as text with headings, lists and emphasis: no HTML, no pictures, and links as the words that they are.
import Markdown, { type Components } from 'react-markdown';

const allowed = [
  'p',
  'ul',
  'ol',
  'li',
  'strong',
  'em',
  'code',
  'pre',
  'h1',
  'h2',
  'h3',
  'h4',
  'blockquote',
  'br',
  'hr',
];

// Headings start below that of the card.
const components: Components = {
  h1: ({ children }) => <h4>{children}</h4>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  h4: ({ children }) => <h6>{children}</h6>,
};

export function ReleaseNotes({ text }: { readonly text: string }) {
  return (
    <div className="prose prose-group">
      <Markdown skipHtml allowedElements={allowed} unwrapDisallowed components={components}>
        {text}
      </Markdown>
    </div>
  );
}
