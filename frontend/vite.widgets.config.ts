/** Builds the widgets of notebooks: one module that needs nothing beside it. */
import { defineConfig, type Plugin } from "vite";

const HERE = new URL(".", import.meta.url).pathname;

/** A widget's worker comes along inside the program. */
const inlineWorker: Plugin = {
  name: "inline-worker",
  enforce: "pre",
  resolveId: (source, importer) =>
    source === "./makeWorker" && importer?.endsWith("src/training.ts") === true
      ? `${HERE}src/widgets/makeWorker.ts`
      : null,
};

/** A shadow tree has a host where a page has a root and a body. */
function forShadow(css: string): string {
  return css
    .replace(/(?<![\w-]):root\b/g, ":host")
    .replace(/(?<=^|[},\s])html(?=[\s,{])/g, ":host")
    .replace(/(?<=^|[},\s])body(?=[\s,{])/g, ".page");
}

/** The page's styles as a text of the program: nothing is added to the notebook's own. */
const stylesInside: Plugin = {
  name: "styles-inside",
  enforce: "post",
  generateBundle(_, bundle) {
    let css = "";
    for (const [name, file] of Object.entries(bundle)) {
      if (file.type !== "asset" || !name.endsWith(".css")) continue;
      css += typeof file.source === "string" ? file.source : new TextDecoder().decode(file.source);
      Reflect.deleteProperty(bundle, name);
    }
    for (const file of Object.values(bundle)) {
      if (file.type !== "chunk") continue;
      file.code = file.code.replace("PAGE_STYLES", () => JSON.stringify(forShadow(css)));
    }
  },
};

export default defineConfig({
  plugins: [inlineWorker, stylesInside],
  build: {
    outDir: "../src/fivesigma/teaching/static",
    emptyOutDir: true,
    target: "es2022",
    cssCodeSplit: false,
    lib: { entry: "src/widgets/main.tsx", formats: ["es"], fileName: () => "widgets.js" },
    rolldownOptions: { output: { codeSplitting: false } },
  },
  worker: { format: "es" },
});
