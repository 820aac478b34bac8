import type { Plugin } from "vite";

/**
 * What the built page may do, as a meta element, so that it holds whatever server hands the page out. What a
 * meta element cannot say, `frame-ancestors`, the server says as a header.
 */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types wardroom",
].join("; ");

/** Puts the policy into the built page. The development server needs inline scripts and does without. */
export function contentPolicy(): Plugin {
  return {
    name: "wardroom-content-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: CONTENT_POLICY },
        injectTo: "head-prepend",
      },
    ],
  };
}
