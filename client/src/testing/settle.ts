/** Lets everything that waits for promises alone take its course; fake timers stand still. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) {
    await Promise.resolve();
  }
}
