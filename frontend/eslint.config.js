import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import globals from "globals";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules", "dist"] },
  js.configs.recommended,
  { files: ["*.mjs", "*.js"], languageOptions: { globals: globals.node } },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Typed arrays are read by index everywhere: `!` says "in range" where the loop shows it.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Numeric kernels read best as counted loops.
      "@typescript-eslint/prefer-for-of": "off",
    },
  },
  {
    // model/ is numbers in, numbers out: no page, no clock, no network.
    files: ["src/model/**/*.ts"],
    ignores: ["src/model/**/*.test.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...["document", "window", "navigator", "localStorage", "fetch", "performance"],
      ],
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["preact", "preact/*", "../views/*", "../text/*", "../state"] }] },
      ],
    },
  },
  prettier,
);
