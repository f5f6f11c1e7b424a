// Bundles the page's script and style into ../_bundle, one file each, with nothing left to fetch.
import { build } from "esbuild";

await build({
  entryPoints: { explorer: "src/main.ts" },
  outdir: "../_bundle",
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
});
