// Bundles the scripts and styles of the pages into the Python package: node tools/bundle.mjs [--watch]
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { context } from "esbuild";

const target = "src/yipanqi/web/static/web";
mkdirSync(target, { recursive: true });
cpSync("assets/img", target, { recursive: true });
writeFileSync(`${target}/.gitignore`, "*\n!.gitignore\n");

const bundle = await context({
  entryPoints: ["assets/js/app.js", "assets/css/app.css", "assets/css/pdf.css"],
  outdir: target,
  entryNames: "[name]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome87", "firefox91", "safari15"],
  logLevel: "warning",
  logOverride: { "direct-eval": "silent" }, // htmx carries one that the page's settings never reach
  legalComments: "none",
});
if (process.argv.includes("--watch")) {
  await bundle.watch();
} else {
  await bundle.rebuild();
  await bundle.dispose();
}
