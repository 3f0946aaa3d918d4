// What our firmware must do, on whatever it runs: avr8js, simavr, with Arduino's core or our own, and in MicroPython.
import { describe, expect, it } from 'vitest';

export interface Bench {
  send(text: string): void;
  /** Lets board time pass and gives the lines that came meanwhile. */
  pass(ms: number): Promise<readonly string[]>;
  setAnalog(channel: number, millivolt: number): void;
  hold(button: 'approve' | 'deny', isDown: boolean): void;
  reset(): void;
  /** 0 to 1; undefined: it is no output. */
  duty(pin: number): number | undefined;
  close(): Promise<void>;
}

export type BoardKind = {
  readonly name: string;
  open(): Promise<Bench>;
  /** What its analog inputs can measure at most. */
  readonly fullMillivolt: number;
  /** Of this board: one with PWM, one without, and one that is no output. */
  readonly pins: { readonly lamp: number; readonly pwm: number; readonly plain: number; readonly none: number };
  /** How long an answer may take. */
  readonly answerMs: number;
};

type Message = Record<string, unknown>;
const messages = (lines: readonly string[]): Message[] =>
  lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
const safeWithinMs = 500;

export function boardSuite(kind: BoardKind, skip = false): void {
  const { lamp, pwm, plain, none } = kind.pins;
  const on = async (work: (bench: Bench, ask: (line: string) => Promise<Message>) => Promise<void>) => {
    const bench = await kind.open();
    try {
      await bench.pass(50);
      const ask = async (line: string) => {
        bench.send(`${line}\n`);
        const answers = messages(await bench.pass(kind.answerMs)).filter(
          (message) => 'ok' in message || 'error' in message,
        );
        expect(answers).toHaveLength(1);
        return answers[0] ?? {};
      };
      await work(bench, ask);
    } finally {
      await bench.close();
    }
  };
  /** Passes time as an owner does that is alive. */
  const keep = async (bench: Bench, ms: number) => {
    const lines: string[] = [];
    for (let left = ms; left > 0; left -= 100) {
      bench.send('ping\n');
      lines.push(...(await bench.pass(Math.min(100, left))));
    }
    return messages(lines).filter((message) => 'event' in message);
  };

  describe.skipIf(skip)(`the board's firmware: ${kind.name}`, () => {
    it('says that it is ready, and who it is', () =>
      on(async (bench) => {
        bench.reset();
        expect(messages(await bench.pass(100))).toContainEqual(
          expect.objectContaining({ event: 'ready', protocol: 1 }),
        );
        bench.send('*IDN?\n');
        expect(await bench.pass(kind.answerMs)).toEqual(['LIMPET,BOARD,0,1.0']);
      }));

    it('measures temperature and light, once and again and again', () =>
      on(async (bench, ask) => {
        bench.setAnalog(0, 750);
        bench.setAnalog(1, kind.fullMillivolt / 2);
        await bench.pass(20);
        const once = await ask('read');
        expect(once.temperature_c).toBeCloseTo(25, 0);
        expect(once.light_percent).toBeCloseTo(50, 0);
        expect(await ask('adc 1')).toMatchObject({ ok: 'adc', channel: 1, raw: expect.closeTo(512, -0.7) });
        expect(await ask('#41 adc 6')).toEqual({ id: 41, error: 'not_understood' });
        bench.setAnalog(0, 300); // −20 °C
        expect(await ask('stream 100')).toMatchObject({ every_ms: 100 });
        const readings = messages(await bench.pass(1_050)).filter(({ event }) => event === 'reading');
        expect(readings.length).toBeGreaterThanOrEqual(9);
        expect(readings.at(-1)?.temperature_c).toBeCloseTo(-20, 0);
        await ask('stream off');
        expect(await bench.pass(250)).toEqual([]);
      }));

    it('switches its outputs, and says with the number of the request what it did', () =>
      on(async (bench, ask) => {
        expect(await ask(`#12 led ${lamp} on`)).toEqual({ id: 12, ok: 'led', pin: lamp, value: 255 });
        expect(bench.duty(lamp)).toBe(1);
        expect(await ask(`pwm ${pwm} 102`)).toEqual({ ok: 'pwm', pin: pwm, value: 102 });
        expect(bench.duty(pwm)).toBeCloseTo(0.4, 1);
        expect(await ask(`pin ${plain} high`)).toEqual({ ok: 'pin', pin: plain, value: 255 });
        expect(await ask('status')).toMatchObject({ safe: false, outputs: { [lamp]: 255, [pwm]: 102, [plain]: 255 } });
        expect(await ask('safe')).toEqual({ ok: 'safe' });
        expect([lamp, pwm, plain].map(bench.duty)).toEqual([0, 0, 0]);
      }));

    it('refuses what it does not know, and does nothing then', () =>
      on(async (bench, ask) => {
        const refused = async (line: string, why: string) => expect((await ask(line)).error).toBe(why);
        await refused(`led ${none} on`, 'no_output');
        await refused(`pwm ${plain} 100`, 'no_pwm');
        await refused(`led ${lamp} on on`, 'not_understood');
        await refused(`led ${lamp} ON`, 'not_understood');
        await refused(`pwm ${pwm} 256`, 'not_understood');
        await refused(`pwm ${pwm} -1`, 'not_understood');
        await refused('deadman 481', 'not_understood');
        await refused('ask nothexnothex', 'bad_argument');
        await refused('ask abc', 'bad_argument');
        await refused(`led ${lamp} on${' '.repeat(80)}`, 'bad_line');
        await refused(`led ${lamp} on\u0001`, 'bad_line');
        await refused(`led ${lamp} o\u00e4n`, 'bad_line');
        expect([lamp, pwm, plain].map(bench.duty)).toEqual([0, 0, 0]);
      }));

    it('D4 makes its outputs safe within 500 ms after the last sign of life, and leaves them so', () =>
      on(async (bench, ask) => {
        await ask(`led ${lamp} on`);
        await ask(`pwm ${pwm} 200`);
        expect(await keep(bench, 1_200)).toEqual([]); // a living owner: longer than the timer, still on
        expect(bench.duty(lamp)).toBe(1);
        const events = messages(await bench.pass(safeWithinMs)).filter(({ event }) => event === 'deadman');
        expect(events).toHaveLength(1);
        expect([lamp, pwm].map(bench.duty)).toEqual([0, 0]);
        await keep(bench, 300);
        expect([lamp, pwm].map(bench.duty)).toEqual([0, 0]);
      }));

    it('D4 takes no noise for a sign of life', () =>
      on(async (bench, ask) => {
        await ask(`led ${lamp} on`);
        for (let i = 0; i < 6; i++) {
          bench.send(i % 2 === 0 ? 'p\u0000ng\n' : 'nothing\n');
          await bench.pass(90);
        }
        expect(bench.duty(lamp)).toBe(0);
      }));

    it('D4 is safe after a reset, and keeps a shorter time when told so', () =>
      on(async (bench, ask) => {
        await ask(`led ${lamp} on`);
        bench.reset();
        await bench.pass(60);
        expect(bench.duty(lamp) ?? 0).toBe(0);
        expect(await ask('deadman 120')).toEqual({ ok: 'deadman', deadman_ms: 120 });
        await ask(`led ${lamp} on`);
        await bench.pass(160);
        expect(bench.duty(lamp)).toBe(0);
      }));

    const press = async (bench: Bench, button: 'approve' | 'deny', ms: number) => {
      bench.hold(button, true);
      const during = await keep(bench, ms);
      bench.hold(button, false);
      return [...during, ...(await keep(bench, 150))];
    };

    it('D5 answers a question by hand, with its nonce, once', () =>
      on(async (bench, ask) => {
        await ask('ask 0123456789abcdef');
        await keep(bench, 400);
        expect(await press(bench, 'approve', 120)).toMatchObject([
          { event: 'answer', answer: 'approve', nonce: '0123456789abcdef' },
        ]);
        expect(await press(bench, 'approve', 120)).toMatchObject([{ event: 'press', button: 'approve' }]);
        await ask('ask fedcba9876543210');
        expect(await press(bench, 'deny', 120)).toMatchObject([
          { event: 'answer', answer: 'deny', nonce: 'fedcba9876543210' },
        ]);
        await ask('ask fedcba9876543210');
        await ask('cancel');
        expect(await press(bench, 'deny', 120)).toMatchObject([{ event: 'press' }]);
      }));

    it('D5 takes no press for consent that began before the question could be read', () =>
      on(async (bench, ask) => {
        bench.hold('approve', true);
        await keep(bench, 100);
        await ask('ask 0123456789abcdef');
        expect(await press(bench, 'approve', 200)).toMatchObject([{ event: 'press' }]);
        expect(await ask('status')).toMatchObject({ nonce: '0123456789abcdef' });
      }));

    it('D5 forgets the question when nobody is there any more', () =>
      on(async (bench, ask) => {
        await ask('ask 0123456789abcdef');
        await bench.pass(600);
        expect(await ask('status')).toMatchObject({ nonce: '' });
      }));

    it('D5 locks everything down after a long press, until it is reset', () =>
      on(async (bench, ask) => {
        await ask('ask 0123456789abcdef');
        await ask(`led ${lamp} on`);
        expect(await press(bench, 'deny', 1_700)).toMatchObject([{ event: 'lockdown' }]);
        expect(bench.duty(lamp)).toBe(0);
        expect(await ask(`led ${lamp} on`)).toEqual({ error: 'locked' });
        expect(await ask('ask 0123456789abcdef')).toEqual({ error: 'locked' });
        expect(await press(bench, 'approve', 120)).toEqual([]);
        expect(await ask('status')).toMatchObject({ locked: true, nonce: '' });
        bench.reset();
        await bench.pass(60);
        expect(await ask(`led ${lamp} on`)).toMatchObject({ ok: 'led' });
      }));
  });
}
