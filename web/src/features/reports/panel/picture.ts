const margin = 24;
const headHeight = 64;

/** A picture of a chart with its title and range above it, as PNG. */
export function drawPicture(chart: HTMLCanvasElement, title: string, range: string, take: (blob: Blob) => void): void {
  const scale = devicePixelRatio || 1;
  const canvas = document.createElement('canvas');
  canvas.width = chart.width + 2 * margin * scale;
  canvas.height = chart.height + (headHeight + margin) * scale;
  const context = canvas.getContext('2d');
  if (!context) return;
  const style = getComputedStyle(document.body);
  const paint = (color: string): string => style.getPropertyValue(color).trim();
  context.fillStyle = paint('--panel');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = paint('--ink');
  context.font = `600 ${16 * scale}px ${style.fontFamily}`;
  context.fillText(title, margin * scale, 30 * scale);
  context.fillStyle = paint('--ink-mute');
  context.font = `${12 * scale}px ${style.fontFamily}`;
  context.fillText(range, margin * scale, 50 * scale);
  context.drawImage(chart, margin * scale, headHeight * scale);
  canvas.toBlob((blob) => blob && take(blob), 'image/png');
}
