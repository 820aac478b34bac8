import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    include: ["tests/screens/**/*.screens.ts"],
    testTimeout: 7_200_000,
    hookTimeout: 120_000,
  },
});
