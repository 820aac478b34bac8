import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    include: ["tests/screenshots/**/*.shots.ts"],
    testTimeout: 1_200_000,
    hookTimeout: 120_000,
  },
});
