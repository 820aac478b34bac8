import { fileAddress } from "./base";

/** What a policy of trusted types allows. A browser without them takes the texts themselves. */
interface Rules {
  createHTML(html: string): string;
  createScriptURL(url: string): string;
}

declare global {
  var trustedTypes: { createPolicy(name: string, rules: Rules): Rules } | undefined;
}

/** The service worker: the one script whose address is not found in the page. */
export const workerAddress = fileAddress("worker.js");

const rules: Rules = {
  // Only for a document that is read and never shown; whoever calls it says why.
  createHTML: (html) => html,
  createScriptURL: (url) => {
    if (url !== workerAddress) throw new TypeError("this script is not to be loaded");
    return url;
  },
};

/** The one policy that the content policy of the page allows. */
export const trusted: Rules = globalThis.trustedTypes?.createPolicy("wardroom", rules) ?? rules;
