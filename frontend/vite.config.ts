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
    rolldownOptions: {
      output: {
        // A language is not everybody's: offline/rules.ts knows it by its name.
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some((id) => id.includes("/src/text/"))
            ? "assets/text-[name]-[hash].js"
            : "assets/[name]-[hash].js",
      },
    },
  },
  worker: { format: "es" },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "node",
    // Against what hangs; a busy machine may take seconds for a property test.
    testTimeout: 30_000,
    setupFiles: ["src/text/speakEnglish.ts"],
  },
});
