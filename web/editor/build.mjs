// Makes what the pages take from others, with its licences: the bundled editor, and htmx as it is.
// The first line of the bundle says what it was made of; a test compares it.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const OUT = "../static/web/vendor";
const SOURCES = ["src/editor.js", "build.mjs", "package.json", "package-lock.json"];

const digest = createHash("sha256");
for (const source of SOURCES) digest.update(readFileSync(source));
const result = await build({
  entryPoints: ["src/editor.js"],
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "GraderEditor",
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/* CodeMirror 6, licences in LICENSES.txt. Made by \`make editor\` of ${digest.digest("hex")}. */` },
  outfile: `${OUT}/codemirror.js`,
  metafile: true,
});

const inputs = Object.keys(result.metafile.inputs).map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
const texts = [...new Set([...inputs.filter(Boolean), "htmx.org"])].sort().map((name) => {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  return `${name} ${version}\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}\n`;
});
copyFileSync("node_modules/htmx.org/dist/htmx.min.js", `${OUT}/htmx.js`);
writeFileSync(`${OUT}/LICENSES.txt`, texts.join(`\n${"-".repeat(80)}\n\n`));
