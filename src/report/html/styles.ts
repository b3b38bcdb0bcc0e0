import { dark, light, variablesOf } from './colors.ts';

const fontFamily =
  "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','PingFang SC','Hiragino Sans','Microsoft YaHei','Noto Sans CJK SC','Noto Sans CJK JP',sans-serif";

/** The style sheet of a report: a grid of twelve columns, one column on a phone, and numbered pages on paper. */
export const styles = `
:root{color-scheme:light;${variablesOf(light)}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${variablesOf(dark)}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1280px;padding:24px 20px;background:var(--ground);color:var(--ink);font:14px/1.45 ${fontFamily}}
h1{font-size:24px;margin:0 0 4px}
h2{font-size:16px;margin:24px 0 8px}
h3{font-size:13px;font-weight:600;margin:0;overflow-wrap:anywhere}
p{margin:0 0 8px}
.mute,.facts dt,.help{color:var(--mute)}
.help{font-size:12px;margin:2px 0 6px}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:12px 0 20px}
.facts dd{margin:0;overflow-wrap:anywhere}
.grid{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));gap:12px;align-items:stretch}
.panel{grid-column:span var(--width);background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:12px;min-width:0;break-inside:avoid}
.panel.table{break-inside:auto}.left{min-width:9ch}
.panel svg{display:block;width:100%;height:auto}
.number{font-size:30px;font-variant-numeric:tabular-nums;line-height:1.2;overflow-wrap:anywhere}
.values{display:flex;flex-wrap:wrap;gap:4px 24px}
.level{font-size:12px;font-weight:600}
.info{color:var(--info)}.warning{color:var(--warning)}.critical{color:var(--critical)}
.error{color:var(--critical);overflow-wrap:anywhere}
.rows{overflow:auto;max-height:calc(max(var(--height),5)*80px)}
table{border-collapse:collapse;width:100%;font-size:12px}
th,td{text-align:start;vertical-align:top;padding:3px 8px 3px 0;border-bottom:1px solid var(--line);overflow-wrap:break-word}
th{color:var(--mute);font-weight:600}
.right{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
tr{break-inside:avoid}
details{margin-top:8px;font-size:12px}
summary{color:var(--mute);cursor:pointer}
pre{margin:6px 0 0;padding:8px;background:var(--sunken);border-radius:4px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:11px}
@media (max-width:700px){.grid{display:block}.panel{margin-bottom:12px}}
@page{size:A4;margin:14mm 12mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:9px sans-serif;color:#616977}}
@media print{body{max-width:none;padding:0;background:none;font-size:11px}h2{break-after:avoid}.grid{gap:8px}.panel{padding:8px}.number{font-size:20px}table{font-size:9px}details.statement,details.long,summary{display:none}details::details-content{content-visibility:visible;block-size:auto}.panel.table{grid-column:1/-1}.rows{max-height:none;overflow:visible}h3{font-size:11px}.help{font-size:9px}}
`;
