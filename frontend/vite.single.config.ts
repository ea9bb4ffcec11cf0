/**
 * The same page as one file, for a double click: static/single-page.html.br.
 *
 * Browsers load no module, no worker and no data from a disk, so the script is a classic one, the
 * worker is made from text, and Python puts the data where the comment says (app/single_page.py).
 * It lies there compressed only: the server never hands it out.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { defineConfig, type Plugin, type Rolldown } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const text = (path: string): string => readFileSync(here(path), "utf8");

/** Nothing in a script may end its element, or begin a comment that swallows the rest. */
function asInline(script: string): string {
  return script.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
}

function pageOf(script: string, style: string): string {
  const icon = `data:image/svg+xml;base64,${btoa(text("src/icon.svg"))}`;
  const page = text("index.html")
    .replace(/^ *<link rel="(apple-touch-icon|manifest)".*\n/gm, "")
    .replace("/src/icon.svg", icon)
    .replace(/^ *<script type="module".*\n/m, () => `    <style>${style}</style>\n`)
    .replace(
      "</body>",
      () => `  <!-- files -->\n    <script>${asInline(script)}</script>\n  </body>`,
    );
  if (page.includes("/src/")) throw new Error("index.html names a file that is not in the page");
  return page;
}

const NEW_WORKER = /new Worker\(new URL\("(.+)\.ts", import\.meta\.url\), \{ type: "module" \}\)/g;

/** Every worker's script travels in the page, as text that the worker is made from. */
function inlineWorkers(): Plugin {
  return {
    name: "inline-workers",
    enforce: "pre",
    transform(code): string | null {
      const imports: string[] = [];
      const changed = code.replace(NEW_WORKER, (_whole, path: string) => {
        const name = `InlineWorker${imports.length}`;
        imports.push(`import ${name} from "${path}?worker&inline";\n`);
        return `new ${name}()`;
      });
      return imports.length === 0 ? null : imports.join("") + changed;
    },
  };
}

function onePage(): Plugin {
  return {
    name: "one-page",
    enforce: "post", // after the styles were collected
    generateBundle(_options, bundle): void {
      const files = Object.values(bundle);
      const chunks = files.filter((file): file is Rolldown.OutputChunk => file.type === "chunk");
      const assets = files.filter((file): file is Rolldown.OutputAsset => file.type === "asset");
      const styles = assets.filter(({ fileName }) => fileName.endsWith(".css"));
      const others = assets.filter((asset) => !styles.includes(asset));
      if (chunks.length !== 1 || styles.length !== 1 || others.length > 0) {
        const names = files.map(({ fileName }) => fileName).join(", ");
        throw new Error(`one script and one style are expected, not ${names}`);
      }
      const page = pageOf(chunks[0].code, String(styles[0].source));
      for (const { fileName } of files) Reflect.deleteProperty(bundle, fileName);
      const source = brotliCompressSync(page);
      this.emitFile({ type: "asset", fileName: "single-page.html.br", source });
    },
  };
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [inlineWorkers(), onePage()],
  build: {
    outDir: "../src/fivesigma/app/static",
    emptyOutDir: false,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    cssCodeSplit: false,
    rolldownOptions: { input: "src/main.tsx", output: { format: "iife" } },
  },
  worker: { format: "iife" },
});
