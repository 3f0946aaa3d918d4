// @vitest-environment happy-dom
// What stands in the way of a device, as the person reads it: each line to be taken as it is has its own words.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ErrorData } from '#main/contract/errors.ts';
import { TooltipProvider } from '#renderer/ui/overlays/tooltip.tsx';
import { TextProvider } from '#renderer/ui/text/text-context.tsx';
import { DeviceProblem } from './device-problem.tsx';

const problem = (reason: string, facts: Record<string, string>): ErrorData => ({
  ...{ code: 'unavailable', message: 'No.', retryable: false },
  details: { reason, facts },
});
const show = (data: ErrorData) =>
  render(
    <TextProvider language="en">
      <TooltipProvider>
        <DeviceProblem problem={data} />
      </TooltipProvider>
    </TextProvider>,
  );

afterEach(cleanup);

describe('what stands in the way of a device', () => {
  it('names the driver that is not loaded, and the command that loads it', () => {
    show(problem('device_no_driver', { chip: 'CH340', driver: 'ch341', fix: 'sudo modprobe ch341' }));
    expect(screen.getByRole('alert').textContent).toMatch(/CH340.*is on USB.*ch341/);
    expect(screen.getByText('Run this, then plug it in again:')).toBeTruthy();
    expect(screen.getByText('sudo modprobe ch341')).toBeTruthy();
  });

  it('asks for no command where there is none', () => {
    show(problem('device_driver_missing', { chip: 'CH340', driver: 'ch341' }));
    expect(screen.queryByText(/Run this/)).toBeNull();
  });

  it('gives a rule alone where no group helps', () => {
    show(problem('device_permission', { path: '/dev/hidraw0', rule: 'SUBSYSTEM=="hidraw"' }));
    expect(screen.getByText(/^Write this line into/)).toBeTruthy();
    expect(screen.queryByText(/^Or write/)).toBeNull();
  });
});
