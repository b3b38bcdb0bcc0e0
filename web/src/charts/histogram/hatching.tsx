/** The hatchings of bars and legend: outcomes are told apart without colour too. */
export function Hatching() {
  return (
    <svg width="0" height="0" aria-hidden style={{ position: 'absolute' }}>
      <defs>
        <pattern id="hatch-failed" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" fill="var(--failed)" />
          <rect width="1.4" height="5" fill="var(--ground)" opacity="0.55" />
        </pattern>
        <pattern id="hatch-none" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.6" height="4" fill="var(--none)" />
        </pattern>
      </defs>
    </svg>
  );
}
