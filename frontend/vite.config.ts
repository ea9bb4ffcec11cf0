import { defineConfig } from "vitest/config";

const TEXTS = /\/src\/text\/(\w+)\/index\.ts$/;
const ANNEX = /\/src\/views\/(\w+)\/annex\.tsx$/;
const ANNEX_TEXTS = /\/src\/text\/(\w+)\/annex\/(\w+)\.json$/;
const ANNEX_WORKER = /\/src\/(own)\/worker\.ts$/;

/** A language and an annex are not everybody's: offline/rules.ts knows them by these names. */
function fileName({ facadeModuleId: id }: { facadeModuleId?: string | null | undefined }): string {
  const names: readonly [RegExp, string][] = [
    [TEXTS, "text-$1"],
    [ANNEX, "annex-$1"],
    [ANNEX_TEXTS, "annex-$2-$1"],
    [ANNEX_WORKER, "annex-$1-worker"],
  ];
  for (const [pattern, name] of names) {
    const found = pattern.exec(id ?? "");
    if (found !== null) return `assets/${found[0].replace(pattern, name)}-[hash].js`;
  }
  return "assets/[name]-[hash].js";
}

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
        chunkFileNames: fileName,
        // What every reader needs comes in one piece, whatever annexes need of it too.
        codeSplitting: { groups: [{ name: "index", tags: ["$initial"] }] },
      },
    },
  },
  worker: { format: "es", rolldownOptions: { output: { entryFileNames: fileName } } },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "node",
    // Against what hangs; a busy machine may take seconds for a property test.
    testTimeout: 30_000,
    setupFiles: ["src/text/speakEnglish.ts"],
  },
});
