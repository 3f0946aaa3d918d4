// The mark: a limpet shell seen from above, eight ribs running from the apex to the rim.

/** Drawn in the current colour; works from 16 px up. */
export function Mark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <path d={shellRim} stroke="currentColor" strokeWidth="2.25" strokeLinejoin="round" />
      <path d={shellRibs} stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
    </svg>
  );
}

const shellRim =
  'M11.5 5.1Q16 1.2 20.5 5.1Q26.3 5.6 26.8 11.7Q30.6 16.4 26.8 21.1Q26.3 27.2 20.5 27.7Q16 31.6 11.5 27.7Q5.7 27.2 5.2 21.1Q1.4 16.4 5.2 11.7Q5.7 5.6 11.5 5.1Z';
const shellRibs =
  'M16 10L16 7.2M18.8 11.5L21.7 9.5M19.3 14.2L24.7 15.6M18 16.2L22.5 22.6M16 16.8L16 25.6M14 16.2L9.5 22.6M12.7 14.2L7.3 15.6M13.2 11.5L10.3 9.5';
