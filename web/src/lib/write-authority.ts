/** The authority's certificate as a file: what the page shows is what the server itself vouches for. */
export function writeAuthority(pem: string): string {
  return `cat > ca.crt <<'EOF'\n${pem.trim()}\nEOF`;
}
