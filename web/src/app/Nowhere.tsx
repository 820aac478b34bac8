import { lazy, type ReactNode } from "react";
import { withTexts } from "@/i18n";
import { Later } from "@/ui/boundary/Later";

const Missing = lazy(async () => ({
  default: (await withTexts("reading", import("./Missing"))).Missing,
}));

/** An address that leads nowhere; `page` is what it asks for inside a team, where it names one. */
export function Nowhere({ page }: { page?: string | undefined }): ReactNode {
  return (
    <Later>
      <Missing page={page} />
    </Later>
  );
}
