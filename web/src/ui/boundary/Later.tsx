import { type ReactNode, Suspense } from "react";
import { Boundary } from "./Boundary";

interface LaterProps {
  children: ReactNode;
  /** What stands there until it has come, and where it does not come. */
  fallback?: ReactNode;
}

/** What comes when it is asked for, and is left out where it is not to be had. */
export function Later({ children, fallback = null }: LaterProps): ReactNode {
  return (
    <Boundary kind="nothing">
      <Suspense fallback={fallback}>{children}</Suspense>
    </Boundary>
  );
}
