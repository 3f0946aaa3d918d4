// One of each kind of preview, as a model would make it.
const html = `<!doctype html><title>Harbour</title>
<style>body{font:16px system-ui;margin:2rem}h1{margin:0 0 .5rem}button{padding:.4rem .8rem}</style>
<h1>Harbour board</h1><p>Next high water: <strong>06:12</strong>, 4.1 m.</p>
<button onclick="this.textContent='Noted'">Note it</button>`;

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 160">
<rect width="320" height="160" fill="#dff1f1"/>
<path d="M0 100 Q40 40 80 100 T160 100 T240 100 T320 100" fill="none" stroke="#0a6c74" stroke-width="6"/>
<circle cx="250" cy="45" r="22" fill="#f2b84b"/></svg>`;

const mermaid = `flowchart LR
  Gauge[Tide gauge] --> Reading{Above 4 m?}
  Reading -- yes --> Close[Close the gate]
  Reading -- no --> Wait[Look again in 10 min]`;

const markdown = `# The week at the harbour

High water came **twelve minutes** later each day.

| Day | High water | Height |
|---|---|---|
| Monday | 06:12 | 4.1 m |
| Tuesday | 06:24 | 4.3 m |

- Bring the lamp
- Check the \`gate.log\``;

const csv = `day,high water,height,note
Monday,06:12,4.1,
Tuesday,06:24,4.3,"gate closed, 20 min"
Wednesday,06:36,4.4,
Thursday,06:49,4.2,fog
Friday,07:01,3.9,`;

const chart = JSON.stringify({
  type: 'line',
  labels: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'],
  series: [
    { name: 'high', values: [4.1, 4.3, 4.4, 4.2, 3.9] },
    { name: 'low', values: [0.8, 0.7, 0.6, 0.7, 0.9] },
  ],
  y: { label: 'height', unit: 'm' },
});

const content = { html, svg, mermaid, markdown, csv, chart } as const;
export type PreviewKind = keyof typeof content;
export const previewKinds = Object.keys(content) as readonly PreviewKind[];

const titles: Readonly<Record<PreviewKind, string>> = {
  html: 'Harbour board',
  svg: 'The bay',
  mermaid: 'When the gate closes',
  markdown: 'The week',
  csv: 'Readings',
  chart: 'Heights of the week',
};

export const previewCalls = previewKinds.map((kind) => ({
  name: 'show_artefact',
  input: { kind, title: titles[kind], content: content[kind] },
}));
