/** Figures of several runs, side by side. */

/** The middle one; of an even number the mean of the two in the middle. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

const RESAMPLES = 2000;

/**
 * Between what the ratio of two medians lies with 95 % confidence: the percentile bootstrap (Efron and Tibshirani 1993, chapter 13), which draws turns,
 * so that what was slow for both at a time stays together. The same numbers give the same bounds.
 */
export function confidence(numbers, others) {
  const random = seeded(1);
  const ratios = Array.from({ length: RESAMPLES }, () => {
    const turns = numbers.map(() => Math.floor(random() * numbers.length));
    return median(turns.map((turn) => numbers[turn])) / median(turns.map((turn) => others[turn]));
  }).sort((a, b) => a - b);
  return [ratios[RESAMPLES * 0.025], ratios[RESAMPLES * 0.975]];
}

/** Numbers from 0 to below 1 (the linear congruential generator of Numerical Recipes). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A Markdown table of `[{ name, runs: [{ milliseconds, frames, bytes }] }]`, run by run in turns, with ratios to the first. */
export function table(contestants) {
  const rows = contestants.map(({ name, runs }) => ({
    name,
    times: runs.map((run) => run.milliseconds),
    milliseconds: median(runs.map((run) => run.milliseconds)),
    frames: median(runs.map((run) => run.frames)),
    bytes: median(runs.map((run) => run.bytes)),
  }));
  const [first] = rows;
  const ratio = (row, key) => (row[key] / first[key]).toFixed(2);
  const bounds = (row) =>
    row === first
      ? "1.00"
      : `${ratio(row, "milliseconds")} (${confidence(row.times, first.times)
          .map((bound) => bound.toFixed(2))
          .join(" - ")})`;
  return [
    "| | click to picture | from - to | ratio | frames | ratio | bytes | ratio |",
    "|---|---|---|---|---|---|---|---|",
    ...rows.map(
      (row) =>
        `| ${row.name} | ${row.milliseconds.toFixed(0)} ms | ${range(row.times)} | ${bounds(row)} ` +
        `| ${row.frames} | ${ratio(row, "frames")} | ${row.bytes} | ${ratio(row, "bytes")} |`,
    ),
  ].join("\n");
}

function range(numbers) {
  return `${Math.min(...numbers).toFixed(0)} - ${Math.max(...numbers).toFixed(0)} ms`;
}
