// What a skill's scripts may reach, one a line.
import { useState } from 'react';
import type { SkillSecret } from '#main/contract/skills.ts';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { PartProps } from './editor-page.tsx';

const lines = (text: string) =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

const keysOf = (text: string): SkillSecret[] =>
  lines(text).map((line) => {
    const [name = '', host = '', header = 'Authorization'] = line.split(/\s+/);
    return { name, host, header };
  });
const keyLine = ({ name, host, header }: SkillSecret) =>
  [name, host, ...(header === 'Authorization' ? [] : [header])].join(' ');

export function Reach({ draft, set }: PartProps) {
  const { t } = useText();
  const { wants } = draft;
  const [texts, setTexts] = useState({
    read: wants.files.read.join('\n'),
    write: wants.files.write.join('\n'),
    hosts: wants.hosts.join('\n'),
    keys: wants.secrets.map(keyLine).join('\n'),
  });
  const change = (next: Partial<typeof texts>) => {
    const all = { ...texts, ...next };
    setTexts(all);
    const secrets = keysOf(all.keys);
    // A key is of no use where its host stays closed.
    const hosts = [...new Set([...lines(all.hosts), ...secrets.map(({ host }) => host)])];
    set({ wants: { ...wants, files: { read: lines(all.read), write: lines(all.write) }, hosts, secrets } });
  };
  const field = (name: keyof typeof texts, rows = 2, hint?: string) => (
    <TextArea
      label={t(`skills.reach_${name}`)}
      {...(hint === undefined ? {} : { hint: t(hint) })}
      mono
      rows={rows}
      value={texts[name]}
      onChange={(text) => change({ [name]: text })}
    />
  );
  return (
    <Card title={t('skills.reach')} detail={t('skills.reach_text')}>
      <div className="grid gap-4 bar:grid-cols-3">
        {field('read')}
        {field('write')}
        {field('hosts')}
      </div>
      {field('keys', 2, 'skills.reach_keys_hint')}
    </Card>
  );
}
