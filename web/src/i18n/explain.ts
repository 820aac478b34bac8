import { translate } from "./translate";

/** What can be explained of a call that failed; `ApiError` is one. */
export interface Trouble {
  hindrance: "offline" | "expired" | "busy" | "failed" | "refused";
  id: string;
  status: number;
  message: string;
  requestId: string;
}

function isTrouble(error: unknown): error is Trouble {
  return error instanceof Error && "hindrance" in error && "requestId" in error;
}

/** Why something did not work, in words for people. A refusal that is not known here speaks with the server's words. */
export function explain(error: unknown): string {
  if (!isTrouble(error)) return translate("trouble.crash");
  switch (error.hindrance) {
    case "offline":
      return translate("trouble.offline");
    case "expired":
      return translate("trouble.expired");
    case "busy":
      return translate("trouble.busy");
    case "failed":
      return error.requestId
        ? translate("trouble.failed", { request: error.requestId })
        : translate("trouble.failedBare");
    case "refused":
      if (error.status === 403) return translate("trouble.permission");
      if (error.status === 404) return translate("trouble.gone");
      return error.message;
  }
}
