import { defineConfig } from "vite";

/** The service worker: one classic script beside the page, under a name that never changes. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "../src/fivesigma/app/static",
    emptyOutDir: false,
    target: "es2022",
    rolldownOptions: {
      input: "src/offline/sw.ts",
      output: { format: "iife", entryFileNames: "sw.js" },
    },
  },
});
