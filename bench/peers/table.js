/** Figures of several runs, side by side. */

/** The middle one; of an even number the mean of the two in the middle. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

/** A Markdown table of `[{ name, runs: [{ milliseconds, frames, bytes }] }]`, with ratios to the first. */
export function table(contestants) {
  const rows = contestants.map(({ name, runs }) => ({
    name,
    milliseconds: median(runs.map((run) => run.milliseconds)),
    range: range(runs.map((run) => run.milliseconds)),
    frames: median(runs.map((run) => run.frames)),
    bytes: median(runs.map((run) => run.bytes)),
  }));
  const [first] = rows;
  const ratio = (row, key) => (row[key] / first[key]).toFixed(2);
  return [
    "| | click to picture | from - to | ratio | frames | ratio | bytes | ratio |",
    "|---|---|---|---|---|---|---|---|",
    ...rows.map(
      (row) =>
        `| ${row.name} | ${row.milliseconds.toFixed(0)} ms | ${row.range} | ${ratio(row, "milliseconds")} ` +
        `| ${row.frames} | ${ratio(row, "frames")} | ${row.bytes} | ${ratio(row, "bytes")} |`,
    ),
  ].join("\n");
}

function range(numbers) {
  return `${Math.min(...numbers).toFixed(0)} - ${Math.max(...numbers).toFixed(0)} ms`;
}
