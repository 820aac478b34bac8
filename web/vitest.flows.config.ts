import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    include: ["tests/flows/**/*.flow.ts"],
    setupFiles: ["tests/flows/failures.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A machine that does something else besides is slow, and nothing else.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
  },
});
