import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["{src,demo,examples,package}/**/*.test.{ts,tsx}"], restoreMocks: true },
});
