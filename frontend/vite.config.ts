import { defineConfig } from "vitest/config";

/** Relative addresses, so that the same files work from a server, a sub-path or a USB stick. */
export default defineConfig({
  base: "./",
  build: {
    outDir: "../src/fivesigma/app/static",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  worker: { format: "es" },
  test: { include: ["src/**/*.test.{ts,tsx}"], environment: "node" },
});
