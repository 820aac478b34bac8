import { afterEach } from "vitest";
import { worlds } from "./world";

// Where a flow has failed, what its pages show then tells more than what it waited for.
afterEach(async ({ task }) => {
  const error = task.result?.errors?.[0];
  if (!error) return;
  for (const world of worlds) {
    const shown = await world.shown().catch(String);
    error.message += `\n\nThe pages show\n${shown}\n\nFaults: ${world.faults.join(", ") || "none"}`;
  }
});
