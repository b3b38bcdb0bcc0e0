export function PolicyPage() {
  return <p />;
}
