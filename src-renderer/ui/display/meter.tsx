// How much of a bound is used: a thin bar with its words beside it.
import { classes } from '../classes.ts';

export type MeterBarProps = { readonly used: number; readonly limit: number };
export type MeterProps = MeterBarProps & {
  /** Read aloud. */
  readonly label: string;
  /** Read aloud instead of a bare percentage. */
  readonly text: string;
};

/** Near its end it changes colour: the words beside it say the same. */
const nearShare = 0.8;

const shareOf = ({ used, limit }: MeterBarProps): number => (limit > 0 ? Math.min(1, used / limit) : 1);

/** For the eye alone: whoever shows it says the same in words. */
export function MeterBar(props: MeterBarProps) {
  const share = shareOf(props);
  const colour = share >= 1 ? 'bg-stop' : share >= nearShare ? 'bg-ask-ink' : 'bg-tide';
  return (
    <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-pressed">
      <div className={classes('h-full rounded-full', colour)} style={{ width: `${share * 100}%` }} />
    </div>
  );
}

export function Meter({ label, text, ...bar }: MeterProps) {
  const percent = Math.round(shareOf(bar) * 100);
  return (
    <div className="relative">
      <meter className="sr-only" aria-label={label} aria-valuetext={text} min={0} max={100} value={percent} />
      <MeterBar {...bar} />
    </div>
  );
}
