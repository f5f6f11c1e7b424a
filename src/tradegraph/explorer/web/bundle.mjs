// Bundles the page's script and style into ../_bundle, once as a file and once as served, with nothing left to fetch.
import { build } from "esbuild";

await build({
  entryPoints: ["src/explorer.ts", "src/served.ts"],
  outdir: "../_bundle",
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: "es2022",
  legalComments: "none",
  loader: { ".svg": "dataurl" },
  logLevel: "warning",
});
